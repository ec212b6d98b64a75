import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerStartError, startServer } from '../../src/demo/server-process';

const folder = mkdtempSync(join(tmpdir(), 'minicc-demo-server-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (settings: Record<string, string>, signal = new AbortController().signal) => ({
  programFolder: join(__dirname, '../../dist'),
  environment: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...settings },
  folder,
  logFile: join(folder, 'server.log'),
  signal,
});

describe('startServer', () => {
  it('gives the port of a server that listens, which ends when it is told to', async () => {
    const server = await startServer(options({ BASIC_AUTH_PASSWORD: 'secret' }));
    const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`);
    expect(answer.status).toBe(200);
    await server.stop();
    await server.ended;
    await expect(fetch(answer.url)).rejects.toThrow('fetch failed');
    expect(readFileSync(join(folder, 'server.log'), 'utf8')).toContain('"msg":"listening"');
  });

  it('throws what a server complains of that does not start', async () => {
    const start = startServer(options({ PORT: 'x' }));
    await expect(start).rejects.toThrow(ServerStartError);
    await expect(start).rejects.toThrow(/PORT must be a whole number/);
  });

  it('ends a server that is no longer wanted while it starts', async () => {
    const controller = new AbortController();
    const start = startServer(options({}, controller.signal));
    controller.abort();
    await expect(start).rejects.toThrow(ServerStartError);
    await expect(startServer(options({}, controller.signal))).rejects.toThrow(ServerStartError);
  });
});
