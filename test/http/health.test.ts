import express from 'express';
import supertest from 'supertest';
import { answerReady, type ReadinessOptions } from '../../src/http/health';
import { createLogger } from '../../src/http/log';
import { logRequests } from '../../src/http/request-log';
import { createTestService } from '../support/test-service';

const SPOOL = { rows: 0, setAside: 0 };
const never = () => new Promise<never>(() => {});

/** `/readyz`, and what was logged of it. */
function build(options: Partial<ReadinessOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(
    { level: 'debug', numbers: 'masked' },
    { write: (line) => lines.push(JSON.parse(line)) },
  );
  const findUnreadiness = options.findUnreadiness ?? (async () => undefined);
  const readSpool = options.readSpool ?? (async () => SPOOL);
  const app = express()
    .use(logRequests(log))
    .get('/readyz', answerReady({ findUnreadiness, readSpool, log }));
  return { ask: () => supertest(app).get('/readyz'), lines };
}

describe('/readyz', () => {
  let now: number;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('asks the database and the spool once for many who ask within a second', async () => {
    const findUnreadiness = jest.fn(async () => undefined);
    const readSpool = jest.fn(async () => SPOOL);
    const { ask } = build({ findUnreadiness, readSpool });
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask().expect(200)));
    for (const { body } of answers) expect(body).toEqual({ status: 'ready', spool: SPOOL });
    await ask().expect(200);
    for (const read of [findUnreadiness, readSpool]) expect(read).toHaveBeenCalledTimes(1);
    now = 1000;
    await ask().expect(200);
    for (const read of [findUnreadiness, readSpool]) expect(read).toHaveBeenCalledTimes(2);
  });

  it('warns once when the server is no longer ready, and tells once when it is again', async () => {
    let reason: string | undefined = 'the database cannot be reached (ECONNREFUSED)';
    const { ask, lines } = build({ findUnreadiness: async () => reason });
    for (let count = 0; count < 3; count++) {
      now += 1000;
      expect((await ask().expect(503)).body).toEqual({
        status: 'not ready',
        reason,
        spool: SPOOL,
      });
    }
    reason = undefined;
    for (let count = 0; count < 3; count++) {
      now += 1000;
      await ask().expect(200);
    }
    expect(lines.filter(({ level }) => level !== 20)).toEqual([
      expect.objectContaining({
        level: 40,
        msg: 'the server is not ready: the database cannot be reached (ECONNREFUSED)',
      }),
      expect.objectContaining({ level: 30, msg: 'the server is ready again' }),
    ]);
    expect(lines.filter(({ status, level }) => status === 503 && level === 20)).toHaveLength(3);
  });

  it('is no error of the log where the database is not there', async () => {
    jest.restoreAllMocks();
    const service = await createTestService('mysql');
    await service.db.destroy();
    await service.agent.get('/readyz').expect(503);
    expect(service.logLines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    await service.close();
  });

  it.each<[string, ReadinessOptions['readSpool']]>([
    ['cannot be read', () => Promise.reject(new Error('no such file'))],
    ['hangs', never],
  ])('says that the spool cannot be used where it %s', async (_what, readSpool) => {
    const { body } = await build({ readSpool }).ask().expect(200);
    expect(body.spool).toEqual({ fault: 'the spool cannot be used; see the log' });
  });
});
