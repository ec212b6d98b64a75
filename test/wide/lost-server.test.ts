import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMinicc } from '../support/minicc-command';
import { BASIC, type RunningServer, startServer } from '../support/running-server';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const NOBODY = 'mysql://minicc:secret@127.0.0.1:1/minicc';
const CALLS = ['a', 'b', 'c'].map((letter) => `CA${letter.repeat(32)}`);

describe.each(DIALECTS)('the spool of a server that is gone for good, with %s', (dialect) => {
  let own: OwnDatabase;
  let lost: RunningServer;
  let folder: string;

  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    lost = await startServer({ ...BASIC, DATABASE_URL: NOBODY });
    folder = mkdtempSync(join(tmpdir(), 'minicc-rescued-'));
  });
  afterEach(async () => {
    await lost.stop();
    rmSync(folder, { recursive: true });
    await own.close();
  });

  it('is drained from another machine, to which its files were copied', async () => {
    for (const CallSid of CALLS) {
      const form = { CallSid, CallStatus: 'completed', From: '+819012345678' };
      expect(await lost.request('/status_callback', { form })).toMatchObject({ status: 200 });
    }
    const exit = new Promise((resolve) => lost.process.once('exit', resolve));
    lost.process.kill('SIGKILL');
    await exit;
    const kept = join(lost.folder, 'var');
    for (const file of readdirSync(kept).filter((name) => name.startsWith('spool.db'))) {
      cpSync(join(kept, file), join(folder, file));
    }

    const settings = { DATABASE_URL: own.url, SPOOL_PATH: join(folder, 'spool.db') };
    const minicc = (command: string) => startMinicc(command.split(' '), { folder, settings }).ended;
    expect((await minicc('spool status')).stdout).toMatch(/^3 rows wait for the database/);
    const drained = await minicc('spool drain');
    const told = 'Rows that went to the database: 3.\n';
    expect(drained).toMatchObject({ code: 0, stdout: told });
    const rows = await own.db.selectFrom('statuscallback_data').select('CallSid').execute();
    expect(rows.map((row) => row.CallSid).sort()).toEqual(CALLS);
  });
});
