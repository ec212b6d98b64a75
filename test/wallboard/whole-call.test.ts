import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { saveOperator } from '../../src/operators/operators-table';
import { createVirtualClock } from '../../src/simulator/clock';
import { createExchange } from '../../src/simulator/exchange';
import { listenRestApi } from '../../src/simulator/rest/listen';
import type { Board } from '../../src/wallboard/board';
import { CENTRE_NUMBER, MUSIC_SECONDS, OPENING } from '../support/call-centre';
import { Person } from '../support/person';
import { eventually } from '../support/running-server';
import { CREDENTIALS, createTestService } from '../support/test-service';

const AIKO = '+815012345678';
const CUSTOMER = '+819012345678';
const ORIGIN = 'https://cc.example.com';

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

/** A centre whose exchange answers for Twilio's queue, too, on one clock. */
async function openCentre() {
  let answer: RequestListener = (_, response) => response.end();
  const server = createServer((request, response) => answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const clock = createVirtualClock(OPENING);
  const base = ORIGIN.replace(
    'https://',
    `https://${CREDENTIALS.user}:${encodeURIComponent(CREDENTIALS.password)}@`,
  );
  const exchange = createExchange({
    clock,
    number: CENTRE_NUMBER,
    voiceUrl: `${base}/index`,
    statusCallback: `${base}/status_callback`,
    playSeconds: () => MUSIC_SECONDS,
    route: { from: ORIGIN, to: `http://127.0.0.1:${port}` },
  });
  const rest = await listenRestApi(exchange);
  const { accountSid, authToken } = exchange;
  const service = await createTestService('sqlite', {
    language: 'en-US',
    publicUrl: ORIGIN,
    queue: { accountSid, authToken, queueName: 'support', baseUrl: rest.baseUrl },
    now: () => new Date(clock.now()),
  });
  answer = service.app;
  await saveOperator(service.db, { telnum: AIKO, name: 'Aiko Tanaka' });
  toClose.push(async () => {
    await exchange.close();
    await rest.close();
    server.close();
    server.closeAllConnections();
    await service.close();
  });
  return {
    exchange,
    rest,
    board: async () => (await service.get('/wallboard/now.json')).body.board as Board,
  };
}

it('the wallboard follows a call, by our own events and by Twilio’s queue', async () => {
  const { exchange, rest, board } = await openCentre();
  const shows = (check: (board: Board) => boolean) => eventually(async () => check(await board()));
  const [customer, operator] = [new Person(exchange, CUSTOMER), new Person(exchange, AIKO)];

  customer.calls();
  await customer.hears('menu');
  customer.presses('1');
  await customer.hearsOut('connecting');
  await customer.isNumberInLine(1);
  await shows(({ waiting }) => waiting.count === 1 && waiting.source === 'twilio');
  expect((await board()).waiting.ours).toBeUndefined();

  // Twilio was asked before the talk; what we heard since then counts.
  operator.calls();
  await customer.talksWith(operator);
  await shows(({ waiting, talking }) => waiting.count === 0 && talking === 1);
  expect((await board()).operators).toMatchObject([{ name: 'Aiko Tanaka', state: 'talking' }]);

  customer.hangsUp();
  await operator.isLeftAlone();
  await exchange.wait(5);
  await shows(({ talking, operators }) => talking === 0 && operators[0]?.state === 'ready');
  operator.hangsUp();
  await operator.isCutOff();
  await exchange.wait(5);
  await shows(({ operators }) => operators.length === 0);

  await rest.close();
  await exchange.wait(60);
  const { waiting, twilio } = await board();
  expect(waiting.source).toBe('minicc');
  expect(twilio).toMatchObject({ isFresh: false, readAt: expect.any(Number) });
}, 60_000);
