import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { dialectOf } from '../../src/database/dialect';
import type { Database } from '../../src/database/tables';
import { hashPin } from '../../src/operators/pin';
import { figuresOf, readFigures } from '../support/read-figures';
import { eventually } from '../support/running-server';
import { DIALECTS } from '../support/test-database';
import {
  CALL_SID,
  CREDENTIALS,
  createTestService,
  type TestService,
  type TestServiceOptions,
} from '../support/test-service';

const CUSTOMER = '+819012345678';
const OPERATOR = '+815011112222';
const call = { CallSid: CALL_SID, From: CUSTOMER };

describe.each(DIALECTS)('/metrics on %s', (dialect) => {
  const services: TestService[] = [];
  const start = async (options: TestServiceOptions = {}) => {
    const service = await createTestService(dialect, options);
    services.push(service);
    return service;
  };
  afterEach(async () => {
    for (const service of services.splice(0)) await service.close();
  });

  it('is there under / and under the base path, for who has the password', async () => {
    const { agent, get } = await start({ publicUrl: 'https://cc.example.com/calls' });
    for (const path of ['/metrics', '/calls/metrics']) {
      const { text, headers } = await get(path).expect(200);
      expect(text).toContain('minicc_build_info{version="0.0.0-test"} 1\n');
      expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4; charset=utf-8$/);
      expect(headers['cache-control']).toBe('no-store');
      await agent.get(path).expect(401);
      await agent.get(path).auth('user', 'wrong').expect(401);
    }
  });

  it('counts webhooks by route and status, under whichever path they come', async () => {
    const service = await start();
    await service.post('/', call);
    await service.post('/index.php', call);
    await service.get('/information.xml', call);
    await service.post('/operator_queue', call);
    await service.post('/wait', call);
    await service.post('/guidance', call);
    await service.post('/exit_enqueue', call);
    await service.post('/status_callback', call);
    await service.post('/guidance', {}).expect(400);
    await service.agent.delete('/wait').auth(CREDENTIALS.user, CREDENTIALS.password).expect(405);
    const figures = await readFigures(service);
    expect(figuresOf(figures, 'minicc_webhooks_total')).toEqual({
      'minicc_webhooks_total{route="index",status="200"}': 2,
      'minicc_webhooks_total{route="information",status="200"}': 1,
      'minicc_webhooks_total{route="operator_queue",status="200"}': 1,
      'minicc_webhooks_total{route="wait",status="200"}': 1,
      'minicc_webhooks_total{route="guidance",status="200"}': 1,
      'minicc_webhooks_total{route="exit_enqueue",status="200"}': 1,
      'minicc_webhooks_total{route="status_callback",status="200"}': 1,
      'minicc_webhooks_total{route="guidance",status="400"}': 1,
      'minicc_webhooks_total{route="wait",status="405"}': 1,
    });
    expect(figuresOf(figures, 'minicc_webhook_failures_total')).toEqual({});
  });

  it('measures how long webhooks take, in seconds', async () => {
    const service = await start();
    for (let count = 0; count < 3; count++) await service.post('/wait', call);
    const figures = await readFigures(service);
    const name = 'minicc_webhook_duration_seconds';
    expect(figures[`${name}_count{route="wait"}`]).toBe(3);
    expect(figures[`${name}_bucket{le="15",route="wait"}`]).toBe(3);
    const seconds = figures[`${name}_sum{route="wait"}`] ?? 0;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(15);
    expect(figures[`${name}_count{route="index"}`]).toBe(0);
  });

  it('counts a caller who heard the apology as a failure, though its status is 200', async () => {
    const speak = (key: string) => {
      if (key === 'waiting') throw new Error('no such text');
      return { verb: 'Say' as const, text: 'x', language: 'en-US' };
    };
    const service = await start({ speak: speak as never });
    await service.post('/wait', call).expect(200);
    const figures = await readFigures(service);
    expect(figures['minicc_webhooks_total{route="wait",status="200"}']).toBe(1);
    expect(figuresOf(figures, 'minicc_webhook_failures_total')).toEqual({
      'minicc_webhook_failures_total{route="wait"}': 1,
    });
  });

  it('counts as "other" what is no webhook, and the health checks and itself not at all', async () => {
    const service = await start();
    await service.post('/index_php', call).expect(404);
    await service.get('/no/such/place').expect(404);
    await service.agent.get('/healthz').expect(200);
    await service.agent.get('/readyz').expect(200);
    await service.agent.post('/index').expect(401);
    const figures = figuresOf(await readFigures(service), 'minicc_webhooks_total');
    expect(figures).toEqual({ 'minicc_webhooks_total{route="other",status="404"}': 2 });
  });

  it('has a series for each route from the start, and none that a request has named', async () => {
    const service = await start();
    const before = Object.keys(await readFigures(service));
    expect(before.filter((series) => /route="(index|status_callback)"/.test(series))).not.toEqual(
      [],
    );
    await service.post('/index', { ...call, CallStatus: 'a"b\n' });
    for (let count = 0; count < 20; count++) {
      await service.get(`/${count}/${CUSTOMER}?From=${CUSTOMER}`).expect(404);
    }
    const { text } = await service.get('/metrics');
    const added = Object.keys(await readFigures(service)).filter(
      (series) => series.startsWith('minicc_') && !before.includes(series),
    );
    expect(added).toEqual(['minicc_webhooks_total{route="other",status="404"}']);
    for (const secret of [CUSTOMER.slice(1), CALL_SID, CREDENTIALS.password]) {
      expect(text).not.toContain(secret);
    }
  });

  it('counts rows that the database took', async () => {
    const service = await start();
    await service.post('/guidance', call);
    await service.post('/exit_enqueue', call);
    expect(figuresOf(await readFigures(service), 'minicc_history_rows')).toEqual({
      minicc_history_rows_written_total: 2,
    });
  });

  it('counts rows that the spool took and gave back, and shows how many wait', async () => {
    const service = await start();
    await sql`alter table queue_data rename to queue_data_away`.execute(service.db);
    await service.post('/guidance', call).expect(200);
    const during = await readFigures(service);
    await sql`alter table queue_data_away rename to queue_data`.execute(service.db);
    await eventually(async () => (await readFigures(service)).minicc_spool_rows === 0);
    const after = await readFigures(service);

    expect(during).toMatchObject({
      minicc_spool_usable: 1,
      minicc_spool_rows: 1,
      minicc_spool_set_aside_rows: 0,
      minicc_history_rows_spooled_total: 1,
      minicc_history_rows_drained_total: 0,
    });
    expect(during.minicc_spool_oldest_age_seconds).toBeLessThan(60);
    expect(after).toMatchObject({
      minicc_spool_oldest_age_seconds: 0,
      minicc_history_rows_written_total: 0,
      minicc_history_rows_spooled_total: 1,
      minicc_history_rows_drained_total: 1,
    });
  });

  it('counts rows that the database refuses for good', async () => {
    const service = await start();
    await refuseRows(service.db);
    await service.post('/guidance', call).expect(200);
    await eventually(async () => (await readFigures(service)).minicc_spool_set_aside_rows === 1);
    expect(await readFigures(service)).toMatchObject({
      minicc_spool_rows: 0,
      minicc_history_rows_set_aside_total: 1,
      minicc_history_rows_drained_total: 0,
    });
  });

  it('counts rows that are kept nowhere, and tells that the spool cannot be used', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'minicc-no-spool-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const service = await start({ spoolPath: join(file, 'spool.db') });
    await sql`alter table queue_data rename to queue_data_away`.execute(service.db);
    await service.post('/guidance', call).expect(503);
    const figures = await readFigures(service);
    rmSync(folder, { recursive: true });
    expect(figures).toMatchObject({
      minicc_history_rows_not_kept_total: 1,
      minicc_history_rows_spooled_total: 0,
      minicc_spool_usable: 0,
      'minicc_webhooks_total{route="guidance",status="503"}': 1,
      'minicc_webhook_failures_total{route="guidance"}': 1,
    });
    expect(Object.keys(figures)).not.toContain('minicc_spool_rows');
    expect(Object.keys(figures)).not.toContain('minicc_spool_oldest_age_seconds');
  });

  it('counts lookups of operators by what answered', async () => {
    const service = await start();
    await sql`alter table operators rename to operators_away`.execute(service.db);
    await service.post('/index', call);
    await sql`alter table operators_away rename to operators`.execute(service.db);
    await service.post('/index', call);
    // What the first answer taught is remembered in the background.
    await eventually(async () => {
      await sql`alter table operators rename to operators_away`.execute(service.db);
      await service.post('/index', call);
      await sql`alter table operators_away rename to operators`.execute(service.db);
      const figures = await readFigures(service);
      return figures['minicc_operator_lookups_total{source="remembered"}'] === 1;
    });
    const figures = await readFigures(service);
    expect(figures['minicc_operator_lookups_total{source="database"}']).toBe(1);
    expect(figures['minicc_operator_lookups_total{source="none"}']).toBeGreaterThanOrEqual(1);
  });

  it('counts wrong passwords, too many of them, and no first request without one', async () => {
    const service = await start();
    for (let count = 0; count < 3; count++) await service.agent.post('/index').expect(401);
    const guess = () => service.agent.post('/index').auth('user', 'wrong');
    for (let count = 0; count < 10; count++) await guess().expect(401);
    await guess().expect(429);
    expect(figuresOf(await readFigures(service), 'minicc_refusals_total')).toEqual({
      'minicc_refusals_total{reason="credentials"}': 10,
      'minicc_refusals_total{reason="rate"}': 1,
    });
  });

  it('counts signatures that do not fit', async () => {
    const service = await start({ authToken: 'token' });
    await service.post('/index', call, { 'X-Twilio-Signature': 'wrong' }).expect(403);
    await service.post('/wait', call).expect(403);
    const figures = await readFigures(service);
    expect(figuresOf(figures, 'minicc_refusals_total')).toEqual({
      'minicc_refusals_total{reason="signature"}': 2,
    });
    expect(figures['minicc_webhooks_total{route="wait",status="403"}']).toBe(1);
  });

  it('counts wrong PINs, and calls from a number that is locked', async () => {
    const service = await start();
    const pin_hash = await hashPin('1234');
    await service.db.insertInto('operators').values({ telnum: OPERATOR, pin_hash }).execute();
    const answerPin = (Digits: string) =>
      service.post('/index?wrong_pins=0', { ...call, From: OPERATOR, Digits });
    for (let count = 0; count < 6; count++) await answerPin('9999').expect(200);
    await service.post('/index', { ...call, From: OPERATOR }).expect(200);
    expect(figuresOf(await readFigures(service), 'minicc_pin_refusals_total')).toEqual({
      'minicc_pin_refusals_total{reason="wrong"}': 6,
      'minicc_pin_refusals_total{reason="locked"}': 1,
    });
  });
});

describe('/metrics', () => {
  it('shows how the connections to MySQL are used', async () => {
    const service = await createTestService('mysql');
    await service.post('/index', call);
    const figures = Object.entries(figuresOf(await readFigures(service), 'minicc_database'));
    await service.close();
    const host = `127.0.0.1:${new URL(process.env.TEST_DATABASE_URL ?? '').port}`;
    expect(Object.fromEntries(figures)).toMatchObject({
      [`minicc_database_host_state{host="${host}",state="writable"}`]: 1,
      [`minicc_database_connections_limit{host="${host}"}`]: expect.any(Number),
      [`minicc_database_connections_open{host="${host}"}`]: expect.any(Number),
    });
  });

  it('says nothing of connections on SQLite', async () => {
    const service = await createTestService('sqlite');
    const series = Object.keys(await readFigures(service));
    expect(series.filter((name) => name.startsWith('minicc_database'))).toEqual([]);
    await service.close();
  });
});

/** Has the database refuse every row of `queue_data` for its values. */
async function refuseRows(db: Database): Promise<void> {
  const refuse =
    dialectOf(db) === 'mysql'
      ? sql`signal sqlstate '45000' set message_text = 'not here'`
      : sql`begin select raise(abort, 'not here'); end`;
  await sql`create trigger refuse before insert on queue_data for each row ${refuse}`.execute(db);
}
