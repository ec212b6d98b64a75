import type { SpoolState } from '../../src/history/spool-rows';
import { createMetrics } from '../../src/metrics/metrics';
import { parseFigures } from '../support/read-figures';

const STATE: SpoolState = { rows: 3, oldestSeconds: 42, setAside: 1 };
const never = () => new Promise<never>(() => {});
const fails = () => Promise.reject(new Error('no such file'));

const read = async (metrics: ReturnType<typeof createMetrics>) =>
  parseFigures(await metrics.read());

const spoolOf = async (metrics: ReturnType<typeof createMetrics>) =>
  Object.fromEntries(
    Object.entries(await read(metrics)).filter(([series]) => series.startsWith('minicc_spool')),
  );

describe('the figures of a spool', () => {
  it('are what it tells when it is asked', async () => {
    const metrics = createMetrics('1.2.3');
    let state = STATE;
    metrics.watchSpool({ readState: async () => state, findFault: async () => undefined });
    expect(await spoolOf(metrics)).toEqual({
      minicc_spool_usable: 1,
      minicc_spool_rows: 3,
      minicc_spool_oldest_age_seconds: 42,
      minicc_spool_set_aside_rows: 1,
    });
    state = { rows: 0, oldestSeconds: undefined, setAside: 0 };
    expect(await spoolOf(metrics)).toEqual({
      minicc_spool_usable: 1,
      minicc_spool_rows: 0,
      minicc_spool_oldest_age_seconds: 0,
      minicc_spool_set_aside_rows: 0,
    });
  });

  it('are not there where there is no spool', async () => {
    expect(await spoolOf(createMetrics('1.2.3'))).toEqual({});
  });

  it('are gone while it cannot be read, and come back', async () => {
    const metrics = createMetrics('1.2.3');
    let readState: () => Promise<SpoolState> = async () => STATE;
    metrics.watchSpool({ readState: () => readState(), findFault: async () => undefined });
    await metrics.read();
    readState = fails;
    expect(await spoolOf(metrics)).toEqual({ minicc_spool_usable: 1 });
    readState = async () => STATE;
    expect((await spoolOf(metrics)).minicc_spool_rows).toBe(3);
  });

  it.each([
    ['tells of a fault', async () => 'the disk is full'],
    ['cannot tell', fails],
  ])('say that it cannot be used where it %s', async (_, findFault) => {
    const metrics = createMetrics('1.2.3');
    metrics.watchSpool({ readState: async () => STATE, findFault });
    expect(await spoolOf(metrics)).toMatchObject({ minicc_spool_usable: 0, minicc_spool_rows: 3 });
  });

  it('do not hold up the others where it hangs, however often they are asked for', async () => {
    const metrics = createMetrics('1.2.3');
    const readState = jest.fn(never);
    metrics.watchSpool({ readState, findFault: never });
    metrics.onRefused('signature');
    const [first, second] = await Promise.all([read(metrics), read(metrics)]);
    for (const figures of [first, second, await read(metrics)]) {
      expect(figures.minicc_spool_usable).toBe(0);
      expect(figures.minicc_spool_rows).toBeUndefined();
      expect(figures['minicc_refusals_total{reason="signature"}']).toBe(1);
    }
    expect(readState).toHaveBeenCalledTimes(1);
  });
});

describe('the figures of a pool', () => {
  const use = { limit: 10, open: 4, inUse: 3, waiting: 2 } as const;
  const poolOf = async (metrics: ReturnType<typeof createMetrics>) =>
    Object.fromEntries(
      Object.entries(await read(metrics)).filter(([series]) =>
        series.startsWith('minicc_database'),
      ),
    );

  it('are those of each of its hosts', async () => {
    const metrics = createMetrics('1.2.3');
    metrics.watchPool(() => [
      { host: 'a:3306', state: 'writable', ...use },
      { host: 'b:3306', state: 'down', limit: 10, open: 0, inUse: 0, waiting: 0 },
    ]);
    expect(await poolOf(metrics)).toEqual({
      'minicc_database_host_state{host="a:3306",state="writable"}': 1,
      'minicc_database_host_state{host="a:3306",state="read-only"}': 0,
      'minicc_database_host_state{host="a:3306",state="down"}': 0,
      'minicc_database_host_state{host="b:3306",state="writable"}': 0,
      'minicc_database_host_state{host="b:3306",state="read-only"}': 0,
      'minicc_database_host_state{host="b:3306",state="down"}': 1,
      'minicc_database_connections_limit{host="a:3306"}': 10,
      'minicc_database_connections_limit{host="b:3306"}': 10,
      'minicc_database_connections_open{host="a:3306"}': 4,
      'minicc_database_connections_open{host="b:3306"}': 0,
      'minicc_database_connections_in_use{host="a:3306"}': 3,
      'minicc_database_connections_in_use{host="b:3306"}': 0,
      minicc_database_connections_awaited: 2,
    });
  });

  it('are gone where there is none any more, or it cannot be asked', async () => {
    const metrics = createMetrics('1.2.3');
    const findUse = jest.fn((): undefined => undefined);
    metrics.watchPool(() => [{ host: 'a:3306', state: 'writable', ...use }]);
    expect(await poolOf(metrics)).not.toEqual({});
    metrics.watchPool(findUse);
    expect(await poolOf(metrics)).toEqual({});
    metrics.watchPool(() => [{ host: 'a:3306', state: 'writable', ...use }]);
    expect(await poolOf(metrics)).not.toEqual({});
    findUse.mockImplementation(() => {
      throw new Error('closed');
    });
    metrics.watchPool(findUse);
    expect(await poolOf(metrics)).toEqual({});
  });
});

describe('the figures of the process', () => {
  it('tell of its CPU, memory and event loop', async () => {
    const figures = await read(createMetrics('1.2.3'));
    expect(figures.process_cpu_seconds_total).toBeGreaterThan(0);
    expect(figures.process_resident_memory_bytes).toBeGreaterThan(1e6);
    expect(figures.nodejs_eventloop_lag_p99_seconds).toBeDefined();
  });

  it('do not take the others with them when they fail', async () => {
    const metrics = createMetrics('1.2.3');
    await metrics.read();
    const cpuUsage = jest.spyOn(process, 'cpuUsage').mockImplementation(() => {
      throw new Error('not here');
    });
    const figures = await read(metrics);
    cpuUsage.mockRestore();
    expect(figures['minicc_build_info{version="1.2.3"}']).toBe(1);
    expect(figures.process_cpu_seconds_total).toBeUndefined();
  });
});

describe('connections that are turned away', () => {
  it('are counted', async () => {
    const metrics = createMetrics('1.2.3');
    expect((await read(metrics)).minicc_connections_dropped_total).toBe(0);
    metrics.onDropped();
    metrics.onDropped();
    expect((await read(metrics)).minicc_connections_dropped_total).toBe(2);
  });
});

describe('several servers in one process', () => {
  it('count each for itself', async () => {
    const one = createMetrics('1.2.3');
    const other = createMetrics('1.2.3');
    one.onRefused('credentials');
    one.history.written(2);
    other.history.written(5);
    expect(await read(one)).toMatchObject({
      'minicc_refusals_total{reason="credentials"}': 1,
      minicc_history_rows_written_total: 2,
    });
    expect(await read(other)).toMatchObject({
      'minicc_refusals_total{reason="credentials"}': 0,
      minicc_history_rows_written_total: 5,
    });
  });
});
