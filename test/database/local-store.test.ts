import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import Libsql from 'libsql';
import { insertEventsOnce } from '../../src/database/dialect';
import { copyPath, type LocalStore, openLocalStore } from '../../src/database/local-store';
import type { Database } from '../../src/database/tables';
import { createLogger } from '../../src/http/log';
import { eventually } from '../support/running-server';

let folder: string;
let path: string;
let logLines: Record<string, unknown>[];
let open: LocalStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-store-'));
  path = join(folder, 'spool.db');
  logLines = [];
  open = [];
});
afterEach(async () => {
  for (const store of open) await store.close();
  rmSync(folder, { recursive: true });
});

function openStore(at = path): LocalStore {
  const log = createLogger(
    { level: 'debug', numbers: 'masked' },
    { write: (line) => logLines.push(JSON.parse(line)) },
  );
  const store = openLocalStore(at, log);
  open.push(store);
  return store;
}

const buildEvent = (EventKey: string) => {
  return { EventKey, CallSid: 'CA1', Time: '2026-04-01 00:00:00.000' };
};

const addRows = (store: LocalStore, ...keys: string[]) =>
  store.write((db) => insertEventsOnce(db, 'queue_data', keys.map(buildEvent)));

/** As another program reads a file. */
function listKeysOf(file: string): string[] {
  const other = new Libsql(file);
  const rows = other.prepare('select EventKey from queue_data order by EventKey').all([]);
  other.close();
  return (rows as { EventKey: string }[]).map(({ EventKey }) => EventKey);
}

async function listKeys(store: LocalStore): Promise<string[]> {
  const rows = await store.read((db) =>
    db.selectFrom('queue_data').select('EventKey').orderBy('EventKey').execute(),
  );
  return rows.map(({ EventKey }) => EventKey);
}

const messages = () => logLines.filter(({ level }) => Number(level) >= 40).map(({ msg }) => msg);

/** Ways in which a disk, or a person, damages a file. */
const DAMAGES: [string, (file: string) => void][] = [
  ['cut to its half', (file) => truncateSync(file, readFileSync(file).length / 2)],
  ['cut after its first page', (file) => truncateSync(file, 4096)],
  ['cut to a few bytes', (file) => truncateSync(file, 50)],
  ['written over', (file) => writeFileSync(file, 'x'.repeat(20_000))],
  [
    'written over in its middle',
    (file) => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill(7, 4096 * 2, 4096 * 12));
    },
  ],
];

/** 2000 rows, left by a store that has been closed. */
async function fill(): Promise<string[]> {
  const store = openStore();
  const keys = Array.from({ length: 2000 }, (_, i) => `key ${String(i).padStart(4, '0')}`);
  await addRows(store, ...keys);
  await store.close();
  return keys;
}

describe('openLocalStore', () => {
  it('keeps what is written in both files, each once', async () => {
    const store = openStore();
    await addRows(store, 'a');
    await addRows(store, 'a', 'b');
    expect(await listKeys(store)).toEqual(['a', 'b']);
    for (const file of [path, copyPath(path)]) {
      const rows = new Libsql(file).prepare('select EventKey from queue_data').all([]);
      expect(rows).toMatchObject([{ EventKey: 'a' }, { EventKey: 'b' }]);
    }
  });

  it('lets nobody else read its files', async () => {
    await addRows(openStore(), 'a');
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(modes).toEqual(Array(6).fill(0o600));
  });

  it('has each commit end on the disk', async () => {
    const store = openStore();
    const levels: unknown[] = [];
    await store.write(async (db) => {
      const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
      levels.push(rows[0]?.synchronous);
    });
    // FULL: https://sqlite.org/pragma.html#pragma_synchronous
    expect(levels).toEqual([2, 2]);
  });

  it('undoes in both files what fails in the middle, and goes on at once', async () => {
    const store = openStore();
    await addRows(store, 'a');
    const failing = store.write(async (db) => {
      await db.deleteFrom('queue_data').execute();
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    await addRows(store, 'b');
    expect(await listKeys(store)).toEqual(['a', 'b']);
    expect(listKeysOf(copyPath(path))).toEqual(['a', 'b']);
    expect(messages()).toEqual([]);
  });

  it('says that it is full, keeps what it has, and takes more when there is room', async () => {
    const store = openStore();
    await addRows(store, 'a');
    const setPages = (pages: number) =>
      store.write((db) => sql.raw(`pragma max_page_count = ${pages}`).execute(db));
    await setPages(1);
    const many = Array.from({ length: 500 }, (_, i) => `key ${i}`);
    await expect(addRows(store, ...many)).rejects.toThrow('database or disk is full');
    expect(await listKeys(store)).toEqual(['a']);
    await setPages(100_000);
    await addRows(store, ...many);
    expect(await listKeys(store)).toHaveLength(501);
  });

  it('mends a file that missed what the other one took', async () => {
    const store = openStore();
    await addRows(store, 'a');
    let times = 0;
    await store.write(async (db) => {
      await insertEventsOnce(db, 'queue_data', [buildEvent('b')]);
      times += 1;
      if (times === 2) throw new Error('only here');
    });
    expect(await listKeys(store)).toEqual(['a', 'b']);
    expect(listKeysOf(copyPath(path))).toEqual(['a']);
    await eventually(async () => {
      await addRows(store, 'c');
      return listKeysOf(copyPath(path)).length === 3;
    });
    expect(listKeysOf(copyPath(path))).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['the first', () => [path]],
    ['the second', () => [copyPath(path)]],
    ['each', () => [path, copyPath(path)]],
  ])('notices that %s file is deleted while it is in use', async (_which, which) => {
    const store = openStore();
    await addRows(store, 'a');
    for (const file of which()) for (const end of ['', '-wal', '-shm']) rmSync(file + end);
    await addRows(store, 'b');
    expect(listKeysOf(path)).toContain('b');
    expect(listKeysOf(copyPath(path))).toEqual(listKeysOf(path));
    if (which().length === 1) expect(await listKeys(store)).toEqual(['a', 'b']);
    expect(messages()).toContain('a spool file was taken away while it was in use');
  });

  it('has everything in its files when it is closed', async () => {
    const store = openStore();
    await addRows(store, 'a');
    await store.close();
    for (const file of [path, copyPath(path)]) {
      const elsewhere = join(folder, 'copied.db');
      copyFileSync(file, elsewhere);
      expect(listKeysOf(elsewhere)).toEqual(['a']);
    }
  });

  it('does nothing after it is closed', async () => {
    const store = openStore();
    await store.close();
    await expect(addRows(store, 'a')).rejects.toThrow('the spool is closed');
    expect(readdirSync(folder)).toEqual([]);
  });

  describe.each(DAMAGES)('a file that is %s', (_how, damage) => {
    it.each([
      ['the first', () => path],
      ['the second', () => copyPath(path)],
    ])('loses nothing where it is %s', async (_which, which) => {
      const keys = await fill();
      damage(which());
      const store = openStore();
      expect(await listKeys(store)).toEqual(keys);
      await addRows(store, 'later');
      expect(await listKeys(store)).toContain('later');
      const aside = logLines.find(({ msg }) => msg === 'a damaged spool file was set aside');
      expect(aside).toMatchObject({ level: 50, file: which() });
      expect(readdirSync(folder)).toContain(basename(String(aside?.aside)));
      // The new file is as good as the old one was.
      await store.close();
      for (const file of [path, copyPath(path)]) {
        const rows = new Libsql(file).prepare('select count(*) as n from queue_data').all([]);
        expect(rows).toMatchObject([{ n: keys.length + 1 }]);
      }
    });
  });

  it.each([
    ['the first', () => path],
    ['the second', () => copyPath(path)],
  ])('loses nothing where the log of %s file is cut', async (_which, which) => {
    const keys = ['a', 'b', 'c'];
    // A copy, as of a process that was killed: closing may write the log into the file.
    const store = openStore();
    await addRows(store, ...keys);
    const copy = mkdtempSync(join(tmpdir(), 'minicc-store-'));
    cpSync(folder, copy, { recursive: true });
    const wal = `${which().replace(folder, copy)}-wal`;
    expect(statSync(wal).size).toBeGreaterThan(4096);
    truncateSync(wal, 4096);
    const after = openStore(join(copy, 'spool.db'));
    expect(await listKeys(after)).toEqual(keys);
    await after.close();
    rmSync(copy, { recursive: true });
  });

  it('makes a file anew that is gone, with all rows', async () => {
    const keys = await fill();
    rmSync(path);
    const store = openStore();
    expect(await listKeys(store)).toEqual(keys);
    expect(logLines).toMatchObject([
      { level: 30, msg: 'one spool file lacked rows that the other one had', rows: keys.length },
    ]);
  });

  it('starts anew where both are damaged, and keeps both aside', async () => {
    await fill();
    writeFileSync(path, 'x'.repeat(20_000));
    truncateSync(copyPath(path), 5000);
    const store = openStore();
    await addRows(store, 'a');
    expect(await listKeys(store)).toEqual(['a']);
    expect(readdirSync(folder).filter((name) => /damaged-[\dTZ-]+$/.test(name))).toHaveLength(2);
  });

  it('goes on with the other file where one cannot be opened', async () => {
    mkdirSync(path);
    const store = openStore();
    await addRows(store, 'a');
    expect(await listKeys(store)).toEqual(['a']);
    expect(await store.findFault()).toBeUndefined();
    expect(messages()).toContain('a spool file cannot be used');
  });

  it('says so where neither can be opened, and recovers when they can', async () => {
    mkdirSync(path);
    mkdirSync(copyPath(path));
    const store = openStore();
    await expect(addRows(store, 'a')).rejects.toThrow(/spool\.db/);
    await expect(listKeys(store)).rejects.toThrow(/spool\.db/);
    expect(await store.findFault()).toMatch(/spool\.db/);
    rmSync(path, { recursive: true });
    // Nobody has to write anything for that.
    await eventually(async () => (await store.findFault()) === undefined);
    await addRows(store, 'b');
    expect(await listKeys(store)).toEqual(['b']);
  });

  it('is shared by two programs', async () => {
    const [one, two] = [openStore(), openStore()];
    await Promise.all(Array.from({ length: 50 }, (_, i) => addRows(i % 2 ? one : two, `key ${i}`)));
    expect(await listKeys(one)).toHaveLength(50);
    expect(await listKeys(two)).toHaveLength(50);
    expect(messages()).toEqual([]);
  });

  it.each([
    ['the first', () => copyPath(path)],
    ['the second', () => path],
  ])('takes the operators of %s file where that was written to last', async (_which, lagging) => {
    const store = openStore();
    const add = (telnum: string) =>
      store.write((db) => db.insertInto('operators').values({ telnum, name: null }).execute());
    await add('+811');
    const before = readdirSync(folder).map(
      (name) => [name, readFileSync(join(folder, name))] as const,
    );
    await store.write((db) => db.deleteFrom('operators').execute());
    await add('+812');
    await store.close();
    // One file is as it was before, as where its disk was away for a while.
    for (const [name, bytes] of before) {
      if (basename(lagging()) === name.replace(/-(wal|shm)$/, '')) {
        writeFileSync(join(folder, name), bytes);
      }
    }
    const again = openStore();
    const listNumbers = (db: Database) => db.selectFrom('operators').select('telnum').execute();
    expect(await again.read(listNumbers)).toEqual([{ telnum: '+812' }]);
    rmSync(path);
    const third = openStore();
    expect(await third.read(listNumbers)).toEqual([{ telnum: '+812' }]);
  });
});
