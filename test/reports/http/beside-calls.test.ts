import { setTimeout as sleep } from 'node:timers/promises';
import { holdTable } from '../../support/hold-table';
import { figuresOf, parseFigures } from '../../support/read-figures';
import { BASIC, eventually, type RunningServer, startServer } from '../../support/running-server';
import { createOwnDatabase, type OwnDatabase } from '../../support/test-database';
import { CALL_SID } from '../../support/test-service';

const CALL = {
  CallSid: CALL_SID,
  From: '+819012345678',
  QueueTime: '3',
  CallStatus: 'in-progress',
};

describe('reports beside calls', () => {
  let own: OwnDatabase;
  let server: RunningServer;

  beforeAll(async () => {
    own = await createOwnDatabase('mysql');
    server = await startServer({ ...BASIC, DATABASE_URL: own.url, SIMULATOR: 'off' });
  });
  afterAll(async () => {
    await server.stop();
    await own.close();
  });

  it('leave the wallboard as it was, for as long as the database does not answer', async () => {
    const readBoard = async () => JSON.parse((await server.request('/wallboard/now.json')).text);
    const { board: before } = await readBoard();
    await holdTable(own.db, 'live_calls', async () => {
      // The figures of a second ago are not read again.
      await sleep(1100);
      const start = performance.now();
      const { board, now } = await readBoard();
      expect(board).toEqual(before);
      expect(now - board.madeAt).toBeGreaterThan(3000);
      expect(performance.now() - start).toBeLessThan(10_000);
      expect((await server.request('/wallboard/')).status).toBe(200);
      expect((await server.request('/wait', { form: CALL })).status).toBe(200);
    });
    await eventually(async () => (await readBoard()).board.madeAt > before.madeAt);
  });

  it('wait for each other, on connections that are not those of calls, and end with the server', async () => {
    await holdTable(own.db, 'statuscallback_data', async () => {
      const statuses: number[] = [];
      const reports = Array.from({ length: 20 }, async () => {
        const { status } = await server.request('/reports/figures.json');
        statuses.push(status);
      });
      await eventually(() => statuses.length === 10);
      expect(statuses).toEqual(Array(10).fill(503));

      expect((await server.request('/index', { form: CALL })).status).toBe(200);
      expect((await server.request('/guidance', { form: CALL })).status).toBe(200);
      const rows = await own.db.selectFrom('queue_data').select('CallSid').execute();
      expect(rows).toEqual([{ CallSid: CALL_SID }]);
      const { text } = await server.request('/metrics');
      const figures = parseFigures(text);
      expect(figuresOf(figures, 'minicc_database_connections_in_use')).toEqual({});
      expect(figuresOf(figures, 'minicc_database_connections_limit')).not.toEqual({});

      const { code, tookMs } = await server.stop();
      await Promise.all(reports);
      expect(statuses).toEqual(Array(20).fill(503));
      expect(code).toBe(0);
      expect(tookMs).toBeLessThan(10_000);
    });
  });
});
