import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findExecutable } from './executable';
import { findConfiguration, type ProxyProgram, replaceAll } from './proxy-program';
import { libraryPath, unpackPackage } from './unpacked-package';

const ADVICE =
  'No nginx for the tests: put nginx on PATH ' +
  '(Debian/Ubuntu: apt-get install nginx-light; macOS: brew install nginx)';

/** Debian 12 has the program in the first of them, older ones and Ubuntu 22.04 in the second. */
const PACKAGES = ['nginx', 'nginx-light'] as const;

/**
 * The nginx of this machine, or the one in Debian's package, which is not installed. Throws an error
 * that says what to do when there is no way to get one.
 */
export const NGINX: ProxyProgram = {
  name: 'nginx',
  find: findNginx,
  configure({ port, certificateFile, servers, folder }) {
    const shown = findConfiguration('nginx');
    const own = replaceAll(shown, {
      'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
      '/etc/nginx/calls.example.com.crt': certificateFile,
      '/etc/nginx/calls.example.com.key': certificateFile,
      '10.0.0.11:3000': servers[0],
      '10.0.0.12:3000': servers[1],
    });
    return surround(own, folder);
  },
  // An address for faults before the configuration is read; Debian's is not ours to write to.
  runOptions: (file) => ['-e', 'stderr', '-p', dirname(file), '-c', file],
  checkOptions: (file) => ['-t', '-e', 'stderr', '-p', dirname(file), '-c', file],
};

async function findNginx(): Promise<{ program: string; env: NodeJS.ProcessEnv }> {
  const installed = findExecutable('nginx', [], ['/usr/sbin', '/opt/homebrew/bin']);
  if (installed !== undefined) return { program: installed, env: process.env };
  for (const name of PACKAGES) {
    const folder = await unpackPackage(name, ADVICE);
    const program = join(folder, 'usr/sbin/nginx');
    if (!existsSync(program)) continue;
    return { program, env: { ...process.env, LD_LIBRARY_PATH: libraryPath(folder) } };
  }
  throw new Error(ADVICE);
}

/**
 * What stands around a file in `conf.d`, as far as it matters here. Without a master, whose workers
 * would outlive it if it were killed.
 */
function surround(configuration: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${join(folder, name)};`)
    .join('\n');
  return `
daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr notice;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off;
${temporary}
${configuration}
}
`;
}
