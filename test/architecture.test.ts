import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SRC = join(__dirname, '../src');

/** Which of our folders and files each may import; imports point one way. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  'program-folder': [],
  'code-cache': ['errors', 'program-folder'],
  version: ['program-folder'],
  utf8: ['errors'],
  twilio: ['errors'],
  database: ['errors', 'program-folder'],
  prompts: ['errors', 'twilio', 'utf8'],
  callflow: ['prompts', 'twilio'],
  operators: ['database', 'errors', 'twilio', 'utf8'],
  history: ['database', 'errors', 'twilio'],
  http: ['errors', 'twilio'],
  'text-width': [],
  reports: [
    ...['database', 'errors', 'http', 'operators', 'program-folder', 'text-width', 'twilio'],
  ],
  wallboard: ['database', 'errors', 'http', 'program-folder', 'reports', 'twilio'],
  metrics: ['database', 'history', 'http'],
  simulator: ['errors', 'program-folder', 'text-width'],
  tryout: ['config', 'database', 'errors', 'history', 'operators', 'simulator', 'twilio'],
  demo: [
    ...['config', 'database', 'errors', 'operators', 'prompts', 'simulator', 'text-width'],
    ...['tryout', 'twilio'],
  ],
  doctor: [
    ...['config', 'database', 'errors', 'history', 'http', 'operators', 'simulator', 'tryout'],
    'twilio',
  ],
  app: [
    ...['callflow', 'errors', 'history', 'http', 'metrics', 'operators', 'twilio', 'wallboard'],
  ],
  config: ['database', 'errors', 'http', 'operators', 'prompts', 'reports'],
  // All parts of a process that answers, put together.
  server: [
    ...['app', 'config', 'database', 'errors', 'history', 'http', 'metrics', 'operators'],
    ...['prompts', 'reports', 'tryout', 'twilio', 'version', 'wallboard'],
  ],
  // Several such processes, and the one that they ask for what it keeps: rows, operators, tries, figures.
  workers: [
    ...['config', 'database', 'errors', 'history', 'http', 'metrics', 'operators', 'prompts'],
    ...['server', 'twilio', 'version'],
  ],
  main: ['config', 'errors', 'http', 'server', 'twilio', 'workers'],
  commands: [
    ...['config', 'database', 'errors', 'history', 'http', 'operators', 'reports', 'tryout'],
  ],
  cli: [
    ...['commands', 'config', 'doctor', 'errors', 'http', 'main', 'tryout', 'twilio', 'version'],
  ],
};

/** Packages that only some may import. */
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  express: ['app', 'http', 'reports', 'simulator', 'tryout', 'wallboard'],
  kysely: ['database', 'history', 'reports', 'wallboard'],
  mysql2: ['database'],
  libsql: ['database'],
  dotenv: ['config'],
  'prom-client': ['metrics'],
};

interface Import {
  file: string;
  from: string;
  to: string;
}

function listImports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(SRC, file), 'utf8');
    const targets = text.matchAll(/(?:from|import\(|require\()\s*'([^']+)'/g);
    return [...targets].map(([, target = '']) => ({
      file,
      from: roomOf(file),
      to: target.startsWith('.')
        ? roomOf(relative(SRC, resolve(SRC, dirname(file), target)))
        : target,
    }));
  });
}

/** The folder of `src` that a file is in, or its own name. */
function roomOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.(ts|js)$/, '');
}

const imports = listImports();
const describeImport = ({ file, to }: Import) => `${file} imports ${to}`;

describe('imports', () => {
  it('are of rooms whose arrows are known', () => {
    const rooms = new Set(imports.map(({ from }) => from));
    expect([...rooms].filter((room) => !(room in ALLOWED))).toEqual([]);
    expect(imports.length).toBeGreaterThan(50);
  });

  it('point one way', () => {
    const wrong = imports.filter(
      ({ from, to }) => to in ALLOWED && to !== from && !ALLOWED[from]?.includes(to),
    );
    expect(wrong.map(describeImport)).toEqual([]);
  });

  it('keep packages where they belong', () => {
    const wrong = imports.filter(({ from, to }) => {
      const name = to.split('/')[0] ?? '';
      return RESERVED[name] !== undefined && !RESERVED[name].includes(from);
    });
    expect(wrong.map(describeImport)).toEqual([]);
  });
});
