import { join } from 'node:path';
import { sql } from 'kysely';
import { eventually } from '../support/running-server';
import { DIALECTS } from '../support/test-database';
import {
  CALL_SID,
  createTestService,
  type TestService,
  type TestServiceOptions,
} from '../support/test-service';

const ROUTES = [
  ['/exit_enqueue', 'enqueue_data'],
  ['/guidance', 'queue_data'],
  ['/status_callback', 'statuscallback_data'],
] as const;

/** A path under a file, which is no folder: nobody can write there, root included. */
const UNUSABLE = join(__filename, 'spool.db');

describe.each(DIALECTS)('history while %s does not take it', (dialect) => {
  let service: TestService;
  const open = async (options: TestServiceOptions = {}) => {
    service = await createTestService(dialect, options);
  };
  afterEach(() => service.close());

  const rename = (from: string, to: string) =>
    sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(service.db);
  const post = (path: string, more = {}) => service.post(path, { CallSid: CALL_SID, ...more });
  const readReady = async () => (await service.agent.get('/readyz')).body.spool;
  const levels = () => logLines().map(({ level, msg }) => [level, msg]);
  const logLines = () =>
    service.logLines.filter(({ callSid, msg }) => callSid && msg !== 'answered');

  it.each(ROUTES)(
    '%s is answered, the row waits, and is in %s as soon as it can be',
    async (path, table) => {
      await open();
      await rename(table, 'elsewhere');
      const { text } = await post(path, { QueueTime: '7', CallDuration: '7' }).expect(200);
      expect(text).toContain('<Response');
      expect(await readReady()).toEqual({ rows: 1, oldestSeconds: 0, setAside: 0 });
      expect(levels()).toContainEqual([40, 'a history row went to the spool']);
      await rename('elsewhere', table);
      await eventually(async () => (await readReady()).rows === 0);
      const rows = await service.db.selectFrom(table).selectAll().execute();
      expect(rows).toMatchObject([{ CallSid: CALL_SID }]);
    },
  );

  it('a request that is repeated meanwhile leaves one row', async () => {
    await open();
    await rename('queue_data', 'elsewhere');
    for (const _time of [1, 2]) await post('/guidance', { QueueTime: '7' }).expect(200);
    await rename('elsewhere', 'queue_data');
    await post('/guidance', { QueueTime: '7' }).expect(200);
    await eventually(async () => (await readReady()).rows === 0);
    expect(await service.db.selectFrom('queue_data').selectAll().execute()).toHaveLength(1);
  });

  it.each(ROUTES)(
    '%s is not acknowledged where the spool does not take it either',
    async (path, table) => {
      await open({ spoolPath: UNUSABLE });
      await rename(table, 'elsewhere');
      const answer = await post(path);
      expect(answer.status).toBe(503);
      expect(answer.text).toBe('This could not be recorded; please send it again.\n');
      expect(levels()).toContainEqual([50, 'nor did the spool: the request is refused']);
      expect(await readReady()).toEqual({ fault: 'the spool cannot be used; see the log' });
      for (const other of ['/index', '/wait', '/operator_queue', '/information']) {
        await post(other).expect(200);
      }
      await rename('elsewhere', table);
      await post(path).expect(200);
      expect(await service.db.selectFrom(table).selectAll().execute()).toHaveLength(1);
    },
  );

  it('a spool that cannot be used hurts nobody while the database takes rows', async () => {
    await open({ spoolPath: UNUSABLE });
    await post('/guidance').expect(200);
    await eventually(() =>
      service.logLines.some(
        ({ level, msg }) => level === 50 && msg === 'a spool file cannot be used',
      ),
    );
    expect(await service.db.selectFrom('queue_data').selectAll().execute()).toHaveLength(1);
  });
});
