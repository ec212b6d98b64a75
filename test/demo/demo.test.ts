import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/database';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { type Row, readRows } from '../../src/demo/rows';
import { getTexts } from '../../src/demo/texts/get-texts';
import { textWidth } from '../../src/text-width';
import { eventually } from '../support/running-server';

const DEMO = join(__dirname, '../../dist/demo/demo.js');
const PASSWORD = 'Basic ZGVtbzpkZW1v'; // demo:demo

interface RunningDemo {
  process: ChildProcess;
  folder: string;
  stdout(): string;
  stderr(): string;
  /** Waits for the end, and gives the exit code. */
  ended: Promise<number | null>;
  /** Those of its processes, itself included, that are alive. */
  listProcesses(): number[];
}

/** Has every process of a demo leave its number behind. */
const NOTE_PROCESS = "require('node:fs').writeFileSync(process.env.NOTES + '/' + process.pid, '');";

let folders: string[] = [];
let running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
  running = [];
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'minicc-demo-'));
  folders.push(folder);
  return folder;
}

function startDemo(settings: Record<string, string>, folder = makeFolder()): RunningDemo {
  const { PATH = '' } = process.env;
  const notes = makeFolder();
  const preload = join(makeFolder(), 'note-process.js');
  writeFileSync(preload, NOTE_PROCESS);
  const child = spawn(process.execPath, [DEMO], {
    cwd: folder,
    env: { PATH, PORT: '0', NOTES: notes, NODE_OPTIONS: `--require ${preload}`, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  }
  return {
    process: child,
    folder,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended: once(child, 'close').then(([code]) => code as number | null),
    listProcesses: () => readdirSync(notes).map(Number).filter(isAlive),
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const hasEndedOrIsUp = ({ process: { exitCode }, stdout }: RunningDemo) =>
  exitCode !== null || stdout().includes('Ctrl+C');

/** Starts a demo and waits until it has told everything. */
async function startWholeDemo(settings: Record<string, string>, folder?: string) {
  const demo = startDemo(settings, folder);
  await eventually(() => hasEndedOrIsUp(demo), 20_000);
  const [address = ''] = /http:\/\/localhost:\d+\/simulator\//.exec(demo.stdout()) ?? [];
  return { ...demo, address };
}

async function readOwnRows(folder: string): Promise<Row[]> {
  const path = join(folder, 'var/demo/minicc.db');
  const db = openDatabase({ dialect: 'sqlite', path, describe: path }, COMMAND_BOUNDS);
  try {
    return await readRows(db);
  } finally {
    await db.destroy();
  }
}

const columnOf = ({ columns }: Row, name: string) =>
  columns.find(([column]) => column === name)?.[1];

async function isUp(address: string): Promise<boolean> {
  return fetch(address).then(
    () => true,
    () => false,
  );
}

describe('the demo', () => {
  it.each([
    ['en-US', { LANG: 'en_US.UTF-8' }],
    ['ja-JP', { LC_ALL: 'ja_JP.UTF-8', LANG: 'en_US.UTF-8' }],
    ['ru-RU', { LANG: 'C.UTF-8', LANGUAGE: 'ru' }],
  ])('tells a morning that agrees with its database, in %s', async (language, settings) => {
    const texts = getTexts(language);
    const demo = await startWholeDemo(settings);
    const lines = demo.stdout().split('\n');
    const rows = await readOwnRows(demo.folder);

    // Every row stands under its call, and nothing that is no row.
    const rowLines = lines.filter((line) => /^ {4}\w+_data\b/.test(line));
    expect(rowLines).toHaveLength(rows.length);
    for (const { table, CallSid, columns } of rows) {
      const line = rowLines.find(
        (candidate) => candidate.includes(`${table} `) && candidate.includes(CallSid.slice(0, 8)),
      );
      const shown = columns.filter(([name]) => name !== 'DequeingCallSid');
      for (const [name, value] of shown) expect(line).toContain(`${name} ${value}`);
    }

    const title = lines.findIndex((line) => line.startsWith(texts.summaryTitle));
    const figure = (label: string) =>
      lines
        .slice(title)
        .find((line) => line.trim().startsWith(label))
        ?.trim()
        .slice(label.length)
        .trim();
    const left = rows.filter(({ table }) => table === 'enqueue_data');
    const waits = left.map((row) => Number(columnOf(row, 'QueueTime')));
    const count = (result: string) =>
      String(left.filter((row) => columnOf(row, 'QueueResult') === result).length);
    const plain = (text: string) => text.replaceAll('\u00A0', ' ');
    expect(figure(texts.figures.answered)).toBe(count('bridged'));
    expect(figure(texts.figures.abandoned)).toBe(count('hangup'));
    expect(figure(texts.figures.customers)).toBe('12');
    expect(figure(texts.figures.longestWait)).toBe(plain(texts.duration(Math.max(...waits))));
    const average = Math.round(waits.reduce((sum, wait) => sum + wait, 0) / waits.length);
    expect(figure(texts.figures.averageWait)).toBe(plain(texts.duration(average)));
    expect(figure(texts.figures.debuggerLog)).toBe(texts.debuggerLogIsEmpty);

    // Who was answered, was told of in the words of a talk.
    const told = lines.filter((line) => line.includes('DequeingCallSid'));
    expect(told).toHaveLength(rows.filter(({ table }) => table === 'queue_data').length);

    expect(lines.filter((line) => textWidth(line) > 100)).toEqual([]);
    expect(demo.stdout()).not.toContain('\u001b');
    expect(demo.stdout()).toContain(texts.credentials('demo', 'demo'));
    expect(demo.stderr()).toBe(`${texts.starting}\n`);

    const answer = await fetch(demo.address, { headers: { Authorization: PASSWORD } });
    expect(answer.status).toBe(200);
    expect((await fetch(demo.address)).status).toBe(401);

    demo.process.kill('SIGTERM');
    expect(await demo.ended).toBe(0);
    expect(await isUp(demo.address)).toBe(false);
    expect(demo.listProcesses()).toEqual([]);
  });

  it('tells the same story every time, and keeps nothing of the one before', async () => {
    const folder = makeFolder();
    const withoutRealTime = (text: string) =>
      text.replace(/localhost:\d+/, '').replace(/^All this took.*$/m, '');
    const first = await startWholeDemo({}, folder);
    first.process.kill('SIGINT');
    expect(await first.ended).toBe(0);
    const second = await startWholeDemo({}, folder);
    expect(withoutRealTime(first.stdout())).toContain(withoutRealTime(second.stdout()));
  });

  it('takes nothing from the settings of the owner', async () => {
    const folder = makeFolder();
    const owners = {
      DATABASE_URL: 'sqlite:owner.db',
      TWILIO_AUTH_TOKEN: 'x'.repeat(32),
      PUBLIC_URL: 'https://calls.example.com/base',
      BASIC_AUTH_PASSWORD: 'of-the-owner',
      SIMULATOR: 'off',
      NODE_ENV: 'production',
      QUEUE_NAME: 'of-the-owner',
      PROMPTS_FILE: 'missing.yaml',
    };
    const dotenv = Object.entries({ ...owners, PORT: '1', LANGUAGE: 'ja-JP' });
    writeFileSync(
      join(folder, '.env'),
      dotenv.map(([name, value]) => `${name}=${value}\n`).join(''),
    );
    const demo = await startWholeDemo(owners, folder);
    expect(demo.stdout()).toContain('Now it is your turn');
    const answer = await fetch(demo.address, { headers: { Authorization: PASSWORD } });
    expect(answer.status).toBe(200);
    expect(existsSync(join(folder, 'owner.db'))).toBe(false);
    expect(existsSync(join(folder, 'var/demo/owner.db'))).toBe(false);
  });

  it('says so and takes a free port where its own is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    try {
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const demo = await startWholeDemo({ PORT: String(port) });
      expect(demo.stdout()).toContain(`Port ${port} is taken by another program`);
      expect(demo.address).not.toContain(`:${port}/`);
      expect(await isUp(demo.address)).toBe(true);
    } finally {
      other.close();
    }
  });

  it.each([
    ['SIGINT', 'the server starts', ''],
    ['SIGTERM', 'the server starts', ''],
    ['SIGINT', 'the morning goes by', '"route":"index"'],
    ['SIGTERM', 'the morning goes by', '"route":"index"'],
  ] as const)('stops at once on %s while %s', async (signal, _moment, logged) => {
    const demo = startDemo({});
    const log = join(demo.folder, 'var/demo/server.log');
    await eventually(() => existsSync(log) && readFileSync(log, 'utf8').includes(logged));
    const start = performance.now();
    demo.process.kill(signal);
    expect(await demo.ended).toBe(0);
    expect(performance.now() - start).toBeLessThan(3000);
    expect(demo.listProcesses()).toEqual([]);
    expect(demo.stdout()).toBe(logged === '' ? '' : '\nStopped.\n');
  });

  it('leaves no server behind where it is killed', async () => {
    const demo = await startWholeDemo({});
    expect(demo.listProcesses()).toHaveLength(2);
    demo.process.kill('SIGKILL');
    await demo.ended;
    await eventually(() => demo.listProcesses().length === 0, 5000);
  });

  it('leaves the folder to a demo that runs there already, and takes it from one that is dead', async () => {
    const folder = makeFolder();
    const first = await startWholeDemo({}, folder);
    const rows = await readOwnRows(folder);
    const second = startDemo({}, folder);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain(
      `A demo runs in var/demo already (process ${first.process.pid}).`,
    );
    expect(await readOwnRows(folder)).toEqual(rows);
    first.process.kill('SIGKILL');
    await first.ended;
    const third = await startWholeDemo({}, folder);
    expect(third.address).not.toBe('');
  });

  it('says so where its server ends by itself', async () => {
    const demo = await startWholeDemo({});
    const [server = 0] = demo.listProcesses().filter((pid) => pid !== demo.process.pid);
    process.kill(server, 'SIGKILL');
    expect(await demo.ended).toBe(1);
    await eventually(() =>
      /^The server has ended by itself; its log is in var\/demo\/server\.log\.$/m.test(
        demo.stderr(),
      ),
    );
  });

  it('says in a line that it cannot write', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'var'), '');
    const demo = startDemo({ LANG: 'ru_RU.UTF-8' }, folder);
    expect(await demo.ended).toBe(1);
    expect(demo.stderr()).toMatch(/^Не удаётся записать в var\/demo: .*\n$/m);
    expect(demo.stderr().trim().split('\n')).toHaveLength(2);
  });

  it('says what is wrong with a port that is none', async () => {
    const demo = startDemo({ PORT: 'x' });
    expect(await demo.ended).toBe(1);
    expect(demo.stderr()).toContain('PORT must be a whole number from 0 to 65535');
  });
});
