import { connect } from 'node:net';
import { sql } from 'kysely';
import { explainDatabaseError } from '../../src/database/database';
import { DatabaseTimeoutError, UserError } from '../../src/errors';
import { NothingLeftError } from '../../src/simulator/clock';
import { ExchangeError } from '../../src/simulator/exchange-error';
import { createOwnDatabase, DIALECTS } from '../support/test-database';

const URL_OF_NONE = { dialect: 'sqlite', path: '/dev/null/x.db', describe: 'sqlite:x.db' } as const;

function errorOf(work: () => unknown): Promise<unknown> {
  return Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

describe('explainDatabaseError', () => {
  it.each(DIALECTS)('names the setting for what the database refuses, on %s', async (dialect) => {
    const { db, close } = await createOwnDatabase(dialect);
    const error = await errorOf(() => sql`select 1 from nowhere`.execute(db));
    await close();
    expect(explainDatabaseError(error, URL_OF_NONE)).toEqual(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringMatching(/^DATABASE_URL sqlite:x\.db cannot be used: .*nowhere/),
      }),
    );
  });

  it('names the setting where the database gives no answer', () => {
    const error = explainDatabaseError(new DatabaseTimeoutError(5), URL_OF_NONE);
    expect(error).toBeInstanceOf(UserError);
  });

  it('leaves every other error as it is', async () => {
    const wrongArgument = await errorOf(() => connect({ port: -1 }));
    for (const error of [
      ...[new NothingLeftError(), new ExchangeError(20404, 404, 'Not found'), wrongArgument],
      ...[new Error('a fault of ours'), new UserError('a fault of yours'), 'text'],
    ]) {
      expect(explainDatabaseError(error, URL_OF_NONE)).toBe(error);
    }
    expect(wrongArgument).toHaveProperty('code', 'ERR_SOCKET_BAD_PORT');
  });
});
