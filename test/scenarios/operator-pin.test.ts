import { hashSync } from 'bcryptjs';
import { saveOperator } from '../../src/operators/operators-table';
import { setPinHash } from '../../src/operators/pin-tries';
import { startMinicc } from '../support/minicc-command';
import type { Person } from '../support/person';
import { eventually } from '../support/running-server';
import { OPERATORS, type Scenario, useCallCentre } from '../support/scenario';
import { DIALECTS } from '../support/test-database';

/** This operator has a PIN, the others have none. */
const [WITH_PIN, WITHOUT] = OPERATORS;
const PIN = '20468';
const WRONG = '13579#';
const PIN_HASH = hashSync(PIN, 4);

describe.each(DIALECTS)('an operator with a PIN, on %s', (dialect) => {
  const begin = useCallCentre(dialect);

  async function open(): Promise<{ scenario: Scenario; operator: Person }> {
    const scenario = begin();
    const { db } = scenario.centre.database;
    await saveOperator(db, { telnum: WITH_PIN, name: 'Aiko' });
    await setPinHash(db, WITH_PIN, PIN_HASH);
    return { scenario, operator: scenario.operator(WITH_PIN) };
  }

  async function queueCustomer(scenario: Scenario): Promise<Person> {
    const customer = scenario.customer();
    customer.calls();
    await customer.hears('menu');
    customer.presses('1');
    await customer.isQueued();
    await customer.isNumberInLine(1);
    return customer;
  }

  /** A call with nothing but wrong PINs. */
  async function callInVain(operator: Person): Promise<void> {
    operator.calls();
    await operator.hears('pin');
    for (const _try of [1, 2]) {
      operator.presses(WRONG);
      await operator.hears('pinAgain');
    }
    operator.presses(WRONG);
    await operator.hearsOut('pinRefused');
    await operator.isCutOff();
  }

  async function unlock({ centre }: Scenario): Promise<string> {
    const { folder } = centre.server;
    const settings = { DATABASE_URL: centre.database.url };
    const { ended } = startMinicc(['operators', 'unlock', WITH_PIN], { folder, settings });
    const { code, stdout } = await ended;
    return `${code} ${stdout}`;
  }

  it('gives it, in the middle of the question or after it, and takes customers', async () => {
    const { scenario, operator } = await open();
    const customer = await queueCustomer(scenario);
    operator.calls();
    await operator.hears('pin');
    operator.presses(`${PIN}#`);
    await operator.hears('operatorOnQueue');
    await operator.talksWith(customer);
    customer.hangsUp();
    await scenario.wait(60);
    operator.hangsUp();
    expect(operator.heard).toEqual(['pin', 'operatorOnQueue']);

    operator.calls();
    await operator.hearsOut('pin');
    operator.presses(PIN);
    // Without the hash key the PIN is complete when nothing has come for a while.
    await operator.hears('operatorOnQueue');
  });

  it('may mistype it twice in a call', async () => {
    const { scenario, operator } = await open();
    const customer = await queueCustomer(scenario);
    operator.calls();
    for (const question of ['pin', 'pinAgain'] as const) {
      await operator.hears(question);
      operator.presses(WRONG);
    }
    await operator.hears('pinAgain');
    operator.presses(`${PIN}#`);
    await operator.talksWith(customer);
  });

  it('is refused after the third wrong one, and takes nobody', async () => {
    const { scenario, operator } = await open();
    const customer = await queueCustomer(scenario);
    await callInVain(operator);
    expect(operator.heard).toEqual(['pin', 'pinAgain', 'pinAgain', 'pinRefused']);
    await customer.hearsMusic();
    await customer.isNumberInLine(1);
  });

  it('is asked once more after silence, and then the call ends', async () => {
    const { operator } = await open();
    operator.calls();
    await operator.hearsOut('pin');
    await operator.hearsOut('pin');
    await operator.isCutOff();
  });

  it('cannot choose from the customers’ menu', async () => {
    const { operator } = await open();
    operator.calls();
    await operator.hears('pin');
    operator.presses('1#');
    await operator.hears('pinAgain');
    // To Twilio this alone is silence.
    operator.presses('#');
    await operator.hears('pin');
    operator.presses('2');
    await operator.hears('pinAgain');
  });

  it('is locked after two such calls until the command unlocks the number', async () => {
    const { scenario, operator } = await open();
    await callInVain(operator);
    await callInVain(operator);
    for (const _call of [1, 2]) {
      operator.calls();
      await operator.hearsOut('pinLocked');
      await operator.isCutOff();
    }
    expect(await unlock(scenario)).toBe(`0 ${WITH_PIN} is not locked.\n`);
    operator.calls();
    await operator.hears('pin');
    operator.presses(`${PIN}#`);
    await operator.hears('operatorOnQueue');
  });

  it('locks nobody else by wrong ones: not other operators, not customers', async () => {
    const { scenario, operator } = await open();
    await callInVain(operator);
    await callInVain(operator);
    const [other, customer] = [scenario.operator(WITHOUT), await queueCustomer(scenario)];
    other.calls();
    await other.hears('operatorOnQueue');
    await other.talksWith(customer);
    expect(customer.heard).not.toContain('pin');
  });

  it('leaves no digit of any PIN in the log, and a warning with the number masked', async () => {
    const { scenario, operator } = await open();
    const refused = () =>
      scenario.centre.server.logLines().filter(({ reason }) => reason === 'wrong');
    const before = refused().length;
    await callInVain(operator);
    await eventually(async () => refused().length === before + 3);
    expect(refused().at(-1)).toMatchObject({ level: 40, from: `***${WITH_PIN.slice(-4)}` });
    expect(scenario.centre.server.output()).not.toMatch(/20468|13579/);
  });
});
