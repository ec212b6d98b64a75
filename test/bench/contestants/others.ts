import { join } from 'node:path';
import { withConnection } from '../../support/connection';
import type { OtherServer } from '../bench-options';
import { ROOT } from '../root';
import { type Contestant, CREDENTIALS, type HistoryTable } from './contestant';
import { startProgram } from './program';

/** Where `npm run build:bench` puts the programs of this folder. */
const PROGRAMS = join(ROOT, 'dist/bench/contestants');

/** Starts a server that answers a constant; it neither asks for a password nor writes rows. */
export async function startBare(name: string, file: 'bare-express' | 'bare-http') {
  const program = await startProgram(join(PROGRAMS, `${file}.js`), { NODE_ENV: 'production' });
  const { origin, pid } = program;
  return { name, origin, credentials: CREDENTIALS, pid, isBare: true, rows: undefined, program };
}

/** The server of `--against`, which runs already. */
export function describeOther({ origin, credentials, databaseUrl }: OtherServer): Contestant {
  const rows =
    databaseUrl === undefined ? undefined : (table: HistoryTable) => countRows(databaseUrl, table);
  return { name: new URL(origin).host, origin, credentials, pid: undefined, isBare: false, rows };
}

function countRows(url: string, table: HistoryTable): Promise<number> {
  return withConnection(url, async (connection) => {
    const [rows] = await connection.query({
      sql: `SELECT COUNT(*) FROM ${table}`,
      rowsAsArray: true,
    });
    return Number((rows as unknown[][])[0]?.[0]);
  });
}
