import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DialectName } from '../../src/database/dialect';
import { saveOperator } from '../../src/operators/operators-table';
import { createVirtualClock } from '../../src/simulator/clock';
import { createExchange } from '../../src/simulator/exchange';
import { CENTRE_NUMBER, type Centre, MUSIC_SECONDS, OPENING } from './call-centre';
import { CREDENTIALS, createTestService } from './test-service';

const PUBLIC_ORIGIN = 'https://cc.example.com';

/**
 * The whole app in this process, over HTTP and on a real database with these operators, but on the
 * clock of the exchange opened last: its rows have the time that it is there.
 */
export async function openCentreInProcess(
  dialect: DialectName,
  operators: readonly string[],
): Promise<Centre> {
  let clock = createVirtualClock(OPENING);
  const service = await createTestService(dialect, {
    language: 'en-US',
    publicUrl: PUBLIC_ORIGIN,
    now: () => new Date(clock.now()),
  });
  for (const telnum of operators) await saveOperator(service.db, { telnum, name: null });
  const server = createServer(service.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let seed = 0;
  return {
    server: { logLines: () => service.logLines },
    database: service,
    openExchange(options = {}) {
      seed += 1;
      clock = createVirtualClock(OPENING);
      return createExchange({
        clock,
        number: CENTRE_NUMBER,
        voiceUrl: withCredentials('/index'),
        statusCallback: withCredentials('/status_callback'),
        playSeconds: () => MUSIC_SECONDS,
        route: { from: PUBLIC_ORIGIN, to: `http://127.0.0.1:${port}` },
        seed,
        ...options,
      });
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await service.close();
    },
  };
}

function withCredentials(path: string): string {
  const url = new URL(path, PUBLIC_ORIGIN);
  return String(Object.assign(url, { username: CREDENTIALS.user, password: CREDENTIALS.password }));
}
