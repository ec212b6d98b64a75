import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalStore, openLocalStore } from '../../src/database/local-store';
import { createSpool, type Spool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import { buildRow } from '../support/build-row';

const NOW = new Date('2026-04-01T00:10:00Z');
const log = createLogger({ level: 'silent', numbers: 'masked' });

let folder: string;
let store: LocalStore;
let spool: Spool;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-spool-'));
  store = openLocalStore(join(folder, 'spool.db'), log);
  spool = createSpool(store, () => NOW);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const keys = (rows: readonly { row: { EventKey: string } }[]) =>
  rows.map(({ row }) => row.EventKey);

describe('createSpool', () => {
  it('gives back what was kept, value by value', async () => {
    const rows = [
      buildRow('queue_data', 'c', { Time: '2026-04-01 00:00:03.000', QueueTime: 7 }),
      buildRow('enqueue_data', 'a', { Time: '2026-04-01 00:00:01.000', From: 'Bob 😀', To: '' }),
      buildRow('statuscallback_data', 'b', { Time: '2026-04-01 00:00:02.000' }),
    ];
    await Promise.all(rows.map((row) => spool.add(row)));
    for (const row of rows) expect(await spool.listOldest(row.table, 10)).toEqual([row]);
  });

  it('gives the rows of a table by the time of their events', async () => {
    for (const second of [3, 1, 2]) {
      await spool.add(
        buildRow('queue_data', `key ${second}`, { Time: `2026-04-01 00:00:0${second}.000` }),
      );
    }
    expect(keys(await spool.listOldest('queue_data', 2))).toEqual(['key 1', 'key 2']);
  });

  it('keeps a row once however often it comes', async () => {
    for (const _time of [1, 2]) await spool.add(buildRow('queue_data', 'a'));
    await Promise.all([1, 2].map(() => spool.add(buildRow('queue_data', 'a'))));
    expect(await spool.readState()).toMatchObject({ rows: 1 });
  });

  it('writes rows that come together by one write', async () => {
    const write = jest.spyOn(store, 'write');
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => spool.add(buildRow('queue_data', `key ${i}`))),
    );
    expect(await spool.readState()).toMatchObject({ rows: 100 });
    expect(write.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('tells each of them where the write fails, and takes the next ones', async () => {
    jest.spyOn(store, 'write').mockRejectedValueOnce(new Error('no space'));
    const outcomes = await Promise.allSettled(
      ['a', 'b'].map((key) => spool.add(buildRow('queue_data', key))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await spool.add(buildRow('queue_data', 'c'));
    expect(keys(await spool.listOldest('queue_data', 10))).toEqual(['c']);
  });

  it('tells how many rows wait, and since when', async () => {
    expect(await spool.readState()).toEqual({ rows: 0, oldestSeconds: undefined, setAside: 0 });
    await spool.add(buildRow('queue_data', 'a', { Time: '2026-04-01 00:08:20.000' }));
    await spool.add(buildRow('enqueue_data', 'b', { Time: '2026-04-01 00:09:20.000' }));
    expect(await spool.readState()).toEqual({ rows: 2, oldestSeconds: 100, setAside: 0 });
  });

  it('forgets rows that are in the database', async () => {
    for (const key of ['a', 'b', 'c']) await spool.add(buildRow('queue_data', key));
    await spool.remove(['a', 'c'].map((key) => buildRow('queue_data', key)));
    expect(keys(await spool.listOldest('queue_data', 10))).toEqual(['b']);
  });

  it('sets two rows aside that have one key in two tables', async () => {
    for (const table of ['queue_data', 'enqueue_data'] as const) {
      await spool.setAside(buildRow(table, 'a'), 'never');
    }
    expect((await spool.listSetAside(10)).map(({ table }) => table).sort()).toEqual([
      'enqueue_data',
      'queue_data',
    ]);
  });

  it('loses no row that another program sets aside while rows are taken back', async () => {
    const otherStore = openLocalStore(join(folder, 'spool.db'), log);
    const other = createSpool(otherStore, () => NOW);
    const names = Array.from({ length: 40 }, (_, i) => `key ${i}`);
    for (const key of names) await spool.add(buildRow('queue_data', key));
    const setAll = async () => {
      for (const key of names) await other.setAside(buildRow('queue_data', key), 'never');
    };
    const takeOften = async () => {
      for (let time = 0; time < 20; time += 1) await spool.takeBack();
    };
    await Promise.all([setAll(), takeOften()]);
    await otherStore.close();
    await spool.takeBack();
    expect(await spool.readState()).toMatchObject({ rows: 40, setAside: 0 });
  });

  it('moves a refused row out of the way with the reason, and back when asked', async () => {
    const row = buildRow('queue_data', 'a', { CallerName: 'O’Hara "x"' });
    await spool.add(row);
    await spool.setAside(row, 'Data too long');
    expect(await spool.listOldest('queue_data', 10)).toEqual([]);
    expect(await spool.readState()).toEqual({ rows: 0, oldestSeconds: undefined, setAside: 1 });
    expect(await spool.listSetAside(10)).toEqual([
      {
        table: 'queue_data',
        callSid: row.row.CallSid,
        reason: 'Data too long',
        setAsideAt: '2026-04-01 00:10:00.000',
      },
    ]);
    await spool.takeBack();
    expect(await spool.listOldest('queue_data', 10)).toEqual([row]);
    expect(await spool.readState()).toMatchObject({ setAside: 0 });
  });
});
