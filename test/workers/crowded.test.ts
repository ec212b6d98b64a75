import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { eventually } from '../support/running-server';

const ROOM = 6;

describe('two workers that have as many connections as they may', () => {
  const folder = mkdtempSync(join(process.cwd(), 'node_modules/.cache/minicc-crowded-'));
  const sockets: Socket[] = [];
  let server: ChildProcess;
  let printed = '';

  beforeAll(async () => {
    const outfile = join(folder, 'crowded-server.js');
    buildSync({
      entryPoints: [join(__dirname, 'crowded-server.ts')],
      ...{ bundle: true, platform: 'node', packages: 'external', outfile },
    });
    server = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await eventually(() => printed.includes('listening on'));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
    rmSync(folder, { recursive: true });
  });

  it('turn away one more, once each, and go on', async () => {
    const port = Number(/listening on (\d+)/.exec(printed)?.[1]);
    let closed = 0;
    const open = async () => {
      const socket = connect(port, '127.0.0.1').resume();
      socket.on('error', () => {});
      sockets.push(socket);
      socket.once('close', () => {
        closed += 1;
      });
      await once(socket, 'connect');
      return socket;
    };
    for (let count = 0; count < ROOM; count += 1) await open();
    for (let count = 0; count < 4; count += 1) await open();
    await eventually(() => closed === 4);
    await eventually(() => printed.split('dropped\n').length - 1 === 4);
    const before = readTicks(server);
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Handed from one full worker to the next, they would keep the primary busy.
    expect(readTicks(server) - before).toBeLessThan(10);
    expect(closed).toBe(4);
  });
});

/** How much of a processor a process has used, in hundredths of a second; see proc(5). */
function readTicks({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(stat[11]) + Number(stat[12]);
}
