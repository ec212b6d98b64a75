import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../src/simulator/random';
import { type DatabaseServer, startPrivateServer } from '../support/database-server';
import { takeAccount } from './support/account';
import { type CallDatabase, createCallDatabase } from './support/call-database';
import { type Fault, IS_FULL } from './support/faults';
import { tellFigures } from './support/figures';
import { type Service, startService } from './support/service';
import { startSteadyLoad } from './support/steady-load';

jest.setTimeout(900_000);

const TIMES = IS_FULL ? 50 : 5;
/** At a moment within this time since it listens, minicc is ended. */
const LONGEST_RUN_MS = 1500;

describe('under steady load, and with a database that is there half of the time, minicc', () => {
  let server: DatabaseServer;
  let database: CallDatabase;
  let minicc: Service;

  beforeAll(async () => {
    server = await startPrivateServer();
    database = await createCallDatabase(server.url);
    minicc = await startService({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await minicc?.remove();
    await server?.stop();
  });

  /**
   * Of four times, one finds the database there, one finds it gone a moment ago, one finds it gone
   * since the start, and one finds it back.
   */
  async function undergo(fault: Fault, signal: NodeJS.Signals): Promise<void> {
    const random = createRandom(TIMES);
    const load = startSteadyLoad({ origin: minicc.origin });
    const codes: (number | null)[] = [];
    try {
      for (let time = 0; time < TIMES; time += 1) {
        const phase = time % 4;
        if (phase === 1) await server.kill();
        if (phase === 3) await server.restart();
        await sleep(LONGEST_RUN_MS * random.next());
        codes.push(await minicc.end(signal));
        await minicc.start();
      }
      await server.restart();
      await minicc.recovers();
    } finally {
      await load.stop();
    }
    await minicc.recovers();
    const account = await database.asRoot((db) => takeAccount(db, load.events()));
    tellFigures(fault, account);
    expect(account).toMatchObject({ lost: 0, doubled: 0, wrong: 0 });
    expect(account.acknowledged).toBeGreaterThan(10 * TIMES);
    expect(minicc.countSpooled()).toBeGreaterThan(0);
    expect(codes).toEqual(Array(TIMES).fill(signal === 'SIGTERM' ? 0 : null));
  }

  it('ended at a random moment, again and again, has every row there once', () =>
    undergo('serverTerminated', 'SIGTERM'));

  it('killed at a random moment, again and again, has every row there once', () =>
    undergo('serverKilled', 'SIGKILL'));
});
