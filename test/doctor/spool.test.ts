import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openLocalStore } from '../../src/database/local-store';
import { lookAtFile } from '../../src/database/look-at-file';
import { toUtcTime } from '../../src/database/utc-time';
import { examineSpool } from '../../src/doctor/spool';
import type { HistoryRow } from '../../src/history/history-event';
import { createSpool } from '../../src/history/spool';
import { createLogger } from '../../src/http/log';
import { buildRow } from '../support/build-row';
import { collect, foundOf } from '../support/findings';

const MINUTE_MS = 60_000;
const log = createLogger({ level: 'silent', numbers: 'masked' });

let folder: string;
let path: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-doctor-'));
  path = join(folder, 'spool.db');
  copy = `${path}.copy`;
});
afterEach(() => rmSync(folder, { recursive: true }));

function rowOfAge(key: string, ageMs: number): HistoryRow {
  return buildRow('queue_data', key, { Time: toUtcTime(new Date(Date.now() - ageMs)) });
}

/** A spool as a server leaves it, when its process has ended. */
async function fill(rows: readonly HistoryRow[], refused: readonly HistoryRow[] = []) {
  const store = openLocalStore(path, log);
  const spool = createSpool(store);
  for (const row of [...rows, ...refused]) await spool.add(row);
  for (const row of refused) await spool.setAside(row, 'no');
  if (rows.length + refused.length === 0) await store.write(async () => undefined);
  await store.close();
  // Empty by then; here they are there until what closed them is collected as garbage.
  for (const suffix of ['-wal', '-shm', '.copy-wal', '.copy-shm']) {
    rmSync(path + suffix, { force: true });
  }
}

/** Writes over a page that no count of rows looks at: the first of the operators. */
async function spoilInside(file: string): Promise<void> {
  const db = lookAtFile(file, 0);
  const { rows } = await sql<{ rootpage: number }>`
    select rootpage from sqlite_master where type = 'table' and name = 'operators'`.execute(db);
  await db.destroy();
  const bytes = readFileSync(file);
  // https://www.sqlite.org/fileformat2.html#the_database_header
  const pageSize = bytes.readUInt16BE(16);
  const page = rows[0]?.rootpage ?? 0;
  bytes.fill(0xff, (page - 1) * pageSize, page * pageSize);
  writeFileSync(file, bytes);
}

/** The folder's files, each with what it holds. */
function readAll(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]),
  );
}

const examine = () => collect(examineSpool(path));

describe('a spool', () => {
  it('that is not there yet is right, and not made', async () => {
    expect(foundOf(await examine(), 'ok')).toContain(
      'There is no spool yet; the first start makes it.',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is empty is right', async () => {
    await fill([]);
    expect(foundOf(await examine(), 'ok')).toContain('No rows wait for the database.');
  });

  it('whose rows have just come is right', async () => {
    await fill([rowOfAge('a', 0), rowOfAge('b', 0)]);
    expect(foundOf(await examine(), 'ok')).toContain('2 rows are on their way to the database.');
  });

  it('whose rows wait for long is warned about', async () => {
    await fill([rowOfAge('a', 0), rowOfAge('b', 30 * MINUTE_MS)]);
    expect(foundOf(await examine(), 'warning')).toEqual([
      '2 rows wait for the database, the oldest for 30 minutes.',
    ]);
  });

  it('with rows that were set aside is a fault', async () => {
    await fill([], [rowOfAge('a', 0)]);
    expect(foundOf(await examine(), 'fault')).toEqual([
      '1 row was set aside: the database refused it for good.',
    ]);
  });

  it.each([
    [
      'from its beginning',
      (file: string) => writeFileSync(file, 'This is no spool. '.repeat(1000)),
    ],
    ['where no count would show it', spoilInside],
  ])('with a damaged file is warned about, and not mended: %s', async (_where, spoil) => {
    await fill([rowOfAge('a', 0)]);
    await spoil(path);
    const before = readAll();
    const findings = await examine();
    expect(foundOf(findings, 'warning')).toEqual([
      expect.stringContaining(`The spool file ${path} is damaged: `),
    ]);
    expect(foundOf(findings, 'ok')).toContain('1 row is on its way to the database.');
    expect(readAll()).toEqual(before);
  });

  it('with two damaged files is a fault that says how to get rows out', async () => {
    await fill([rowOfAge('a', 0)]);
    for (const file of [path, copy]) await spoilInside(file);
    const faults = (await examine()).filter(({ level }) => level !== 'ok');
    expect(faults).toEqual(
      [path, copy].map((file) => ({
        level: 'fault',
        found: expect.stringContaining(
          `The spool file ${file} is damaged, and no other one is sound`,
        ),
        advice: expect.stringContaining(`"sqlite3 ${file} .recover"`),
      })),
    );
  });

  it('with one file, and that damaged, is a fault', async () => {
    await fill([rowOfAge('a', 0)]);
    rmSync(copy);
    await spoilInside(path);
    expect(foundOf(await examine(), 'fault')).toHaveLength(1);
  });

  it('that a server has closed is left as it is, byte by byte', async () => {
    await fill([rowOfAge('a', 0)]);
    const before = readAll();
    expect(foundOf(await examine(), 'ok')).toContain('1 row is on its way to the database.');
    expect(readAll()).toEqual(before);
  });

  it('that a server has open, or was killed with, is left as it is, byte by byte', async () => {
    const store = openLocalStore(path, log);
    await createSpool(store).add(rowOfAge('a', 0));
    const files = readAll();
    const whileOpen = foundOf(await examine(), 'ok');
    // But for the locks of readers, which stand in the index of the log.
    const withoutIndex = ([name]: [string, string]) => !name.endsWith('-shm');
    const kept = (all: Record<string, string>) => Object.entries(all).filter(withoutIndex);
    expect(kept(readAll())).toEqual(kept(files));
    await store.close();

    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(folder, name), Buffer.from(bytes, 'base64'));
    }
    expect(files).toHaveProperty(['spool.db-wal']);
    const afterwards = foundOf(await examine(), 'ok');
    expect(kept(readAll())).toEqual(kept(files));
    for (const found of [whileOpen, afterwards]) {
      expect(found).toContain('1 row is on its way to the database.');
    }
  });

  it('in a folder that is none is a fault', async () => {
    writeFileSync(join(folder, 'var'), '');
    path = join(folder, 'var/spool.db');
    expect(foundOf(await examine(), 'fault')).toEqual([
      expect.stringMatching(/^SPOOL_PATH .* cannot be written: .*var is not a folder$/),
    ]);
  });
});
