import { join } from 'node:path';
import { findExecutable } from './executable';
import { findConfiguration, type ProxyProgram, replaceAll } from './proxy-program';
import { libraryPath, unpackPackage } from './unpacked-package';

const ADVICE =
  'No HAProxy for the tests: put haproxy on PATH ' +
  '(Debian/Ubuntu: apt-get install haproxy; macOS: brew install haproxy)';

/**
 * The HAProxy of this machine, or the one in Debian's package, which is not installed. Throws an error
 * that says what to do when there is no way to get one.
 */
export const HAPROXY: ProxyProgram = {
  name: 'HAProxy',
  find: findHaproxy,
  configure({ port, certificateFile, servers }) {
    const shown = findConfiguration('haproxy');
    return replaceAll(withoutUser(shown), {
      'bind :443 ': `bind 127.0.0.1:${port} `,
      '/etc/haproxy/calls.example.com.pem': certificateFile,
      '10.0.0.11:3000': servers[0],
      '10.0.0.12:3000': servers[1],
    });
  },
  runOptions: (file) => ['-db', '-f', file],
  checkOptions: (file) => ['-c', '-f', file],
};

/** Who runs tests may be nobody who can become another, and Debian's user may not be there. */
function withoutUser(configuration: string): string {
  return configuration.replace(/^ {2}(user|group) haproxy.*\n/gm, '');
}

async function findHaproxy(): Promise<{ program: string; env: NodeJS.ProcessEnv }> {
  const installed = findExecutable('haproxy', [], ['/usr/sbin', '/opt/homebrew/bin']);
  if (installed !== undefined) return { program: installed, env: process.env };
  const folder = await unpackPackage('haproxy', ADVICE);
  const env = { ...process.env, LD_LIBRARY_PATH: libraryPath(folder) };
  return { program: join(folder, 'usr/sbin/haproxy'), env };
}
