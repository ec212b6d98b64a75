import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineInstallation } from '../../src/doctor/doctor';
import type { Finding } from '../../src/doctor/finding';
import type { Report } from '../../src/doctor/report';
import { saveOperator } from '../../src/operators/operators-table';
import { createCertificate } from '../support/certificate';
import { foundOf } from '../support/findings';
import { type CommandEnd, startMinicc } from '../support/minicc-command';
import { type ReverseProxy, startReverseProxy } from '../support/reverse-proxy';
import { type RunningServer, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const TOKEN = '0123456789abcdef0123456789abcdef';
const PASSWORD = 'a long p@ssword';
const SECRETS = [TOKEN, PASSWORD, encodeURIComponent(PASSWORD)];

function read({ stdout }: CommandEnd): (Finding & { subject: string })[] {
  return (JSON.parse(stdout) as { findings: (Finding & { subject: string })[] }).findings;
}

describe.each(DIALECTS)('minicc doctor, on %s, behind a proxy with TLS', (dialect) => {
  let own: OwnDatabase;
  let proxy: ReverseProxy;
  let server: RunningServer;
  let settings: Record<string, string>;

  async function install(certificateDays: number): Promise<void> {
    const certificate = createCertificate('localhost', certificateDays);
    own = await createOwnDatabase(dialect);
    proxy = await startReverseProxy(certificate);
    settings = {
      PUBLIC_URL: `${proxy.origin}/calls`,
      BASIC_AUTH_PASSWORD: PASSWORD,
      TWILIO_AUTH_TOKEN: TOKEN,
      DATABASE_URL: own.url,
      NODE_ENV: 'production',
    };
    server = await startServer(settings);
    proxy.target = server.origin;
    await saveOperator(own.db, { telnum: '+815012345678', name: null });
    const authority = join(server.folder, 'authority.pem');
    writeFileSync(authority, certificate.cert);
    settings.NODE_EXTRA_CA_CERTS = authority;
    settings.PORT = new URL(server.origin).port;
  }
  afterEach(async () => {
    await server.stop();
    await proxy.close();
    await own.close();
  });

  const doctor = (...options: string[]) =>
    startMinicc(['doctor', ...options], { folder: server.folder, settings }).ended;

  it('finds no fault with an installation that works, and changes nothing', async () => {
    await install(90);
    const ended = await doctor();
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toMatch(/\n {2}ok {7}The certificate is good for (89|90) more days\.\n/);
    expect(ended.stdout).toMatch(/\n {2}ok {7}The status callback is reached\.\n/);
    expect(ended.stdout).toMatch(/\nNo faults, \d warnings?\.\n$/);
    expect(ended.stdout).not.toMatch(/^ {2}fault/m);
    // No colour where no terminal looks on.
    expect(ended.stdout).not.toContain('\u001b');
    expect(ended.code).toBe(0);
    for (const secret of SECRETS) expect(ended.stdout).not.toContain(secret);
    expect(await own.db.selectFrom('statuscallback_data').selectAll().execute()).toEqual([]);
  });

  it('tells of faults and what to do, in JSON too, and exits with 1', async () => {
    await install(5);
    proxy.misbehaviour = { onRequest: ({ headers }) => void delete headers.authorization };
    const ended = await doctor('--json');
    const findings = read(ended);
    expect(foundOf(findings, 'fault')).toEqual([
      'The proxy drops the header Authorization: minicc never sees the password that Twilio sends.',
    ]);
    expect(foundOf(findings, 'warning')).toContainEqual(
      expect.stringMatching(/^The certificate is good for [45] more days\.$/),
    );
    expect(findings.filter(({ level, advice }) => level !== 'ok' && !advice)).toEqual([]);
    expect(new Set(findings.map(({ subject }) => subject))).toEqual(
      new Set([
        ...['Configuration', 'Database', 'Spool', 'This machine', 'Public address', 'Twilio'],
      ]),
    );
    expect(ended.code).toBe(1);
  });
});

describe('minicc doctor', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'minicc-doctor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes nothing in a folder where minicc never ran, and says what to do there', async () => {
    const settings = { PORT: '1', HOST: '127.0.0.1' };
    const ended = await startMinicc(['doctor', '--json'], { folder, settings }).ended;
    expect(ended.code).toBe(1);
    expect(foundOf(read(ended), 'fault')).toEqual([
      expect.stringMatching(/^There is no password: /),
      'PUBLIC_URL is not set: Twilio cannot reach this server.',
    ]);
    expect(foundOf(read(ended), 'warning')).toContain(
      'minicc does not run here: nobody answers at http://127.0.0.1:1.',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('looks no further where the settings cannot be read', async () => {
    const settings = { PORT: 'x', MENU_TRIES: '0' };
    const ended = await startMinicc(['doctor'], { folder, settings }).ended;
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(
      /^Configuration\n {2}fault {4}PORT must be .*\n {11}Correct it in/,
    );
    expect(ended.stdout).toMatch(
      / {2}fault {4}MENU_TRIES must be [\s\S]*\n\n2 faults, no warnings\.\n$/,
    );
  });

  it('looks at every subject, also where one after another is at fault', async () => {
    const subjects: string[] = [];
    const findings: Finding[] = [];
    const report: Report = {
      begin: (subject) => subjects.push(subject),
      add: (finding) => findings.push(finding),
      end: () => undefined,
    };
    const isWell = await examineInstallation(
      {
        loadEnvironment: () => ({
          PUBLIC_URL: 'http://127.0.0.1:1',
          BASIC_AUTH_PASSWORD: PASSWORD,
          TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
          TWILIO_AUTH_TOKEN: TOKEN,
          DATABASE_URL: `sqlite:${join(folder, 'minicc.db')}`,
          SPOOL_PATH: join(folder, 'spool.db'),
          PORT: '1',
        }),
        createTwilioClient: () => Promise.reject(new Error('no client')),
      },
      report,
    );
    expect(isWell).toBe(false);
    expect(subjects.at(-1)).toBe('Twilio');
    expect(foundOf(findings, 'warning')).toContain('Twilio could not be asked: no client');
  });
});
