import { type Kysely, MysqlAdapter } from 'kysely';

/** Which SQL the database speaks. */
export type DialectName = 'mysql' | 'sqlite';

/** Which SQL the database behind `db` speaks. */
export function dialectOf<T>(db: Kysely<T>): DialectName {
  return db.getExecutor().adapter instanceof MysqlAdapter ? 'mysql' : 'sqlite';
}
