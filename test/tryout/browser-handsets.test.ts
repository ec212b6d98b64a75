import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { saveOperator } from '../../src/operators/operators-table';
import { en } from '../../src/prompts/en';
import { BROWSER_TIMEOUT_MS, launchBrowser } from '../support/browser';
import { type CallCentre, openCallCentre } from '../support/call-centre';
import { findSpokenTexts, handsetAt, openHandsetsPage } from '../support/handsets-page';
import { eventually } from '../support/running-server';
import { DIALECTS } from '../support/test-database';

const OPERATOR = '+815012345678';
const CUSTOMER = '+819012345678';
const prompts = en as Record<keyof typeof en, string>;

/** Where to see, after a run, what the page looks like; not kept in the repository. */
const SCREENSHOTS = join(__dirname, '../../.screenshots');
/** The one in README.md, made anew where `UPDATE_README` is set. */
const README_SCREENSHOT = join(__dirname, '../../.readme/browser-handsets.png');

let browser: Browser;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchBrowser();
}, BROWSER_TIMEOUT_MS);
afterAll(() => browser.close());

describe.each(DIALECTS)('The handsets in the browser, on %s', (dialect) => {
  let centre: CallCentre;

  beforeAll(async () => {
    centre = await openCallCentre(dialect, []);
    await saveOperator(centre.database.db, { telnum: OPERATOR, name: 'Aiko Tanaka' });
  });
  afterAll(() => centre.close());

  it('let customers wait and one of them talk with an operator, and leave the rows of it', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    const [customer, operator, another] = [1, 2, 3].map((place) => handsetAt(page, place));
    if (!customer || !operator || !another) throw new Error('three handsets');
    await customer.callsFrom(CUSTOMER);
    await operator.callsFrom(OPERATOR);

    await customer.click('Call');
    await customer.hears(prompts.menu);
    await customer.element.press('1');
    await customer.hears(prompts.connecting);
    await customer.shows('Waiting: 1st in line');
    await page.getByRole('button', { name: 'Add a handset' }).click();
    await another.callsFrom('anonymous');
    await another.click('Call');
    await another.hears(prompts.menu);
    await another.click('1');
    await another.shows('Waiting: 2nd in line');
    await operator.click('Call');
    await operator.hears(prompts.operatorOnQueue);
    await customer.hears(prompts.operatorComing);
    await customer.shows('Talking to Aiko Tanaka');
    await operator.shows(/^Talking to/);
    await another.shows('Waiting: 1st in line');
    if (process.env.UPDATE_README && dialect === 'sqlite') {
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: README_SCREENSHOT });
    }
    await takeScreenshot(page, `talk-${dialect}`);
    await operator.click('Hang up');
    await operator.shows(/^Call ended/);
    await customer.shows(/^Call ended/);
    await another.click('Hang up');
    await another.shows(/^Call ended/);

    const { db } = centre.database;
    const ended = () => db.selectFrom('statuscallback_data').selectAll().execute();
    await eventually(async () => (await ended()).length === 3);
    const sids = new Map((await ended()).map(({ From, CallSid }) => [From, CallSid]));
    expect([...sids.keys()].sort()).toEqual([OPERATOR, CUSTOMER, 'anonymous'].sort());
    const enqueued = await db.selectFrom('enqueue_data').selectAll().orderBy('From').execute();
    expect(enqueued).toMatchObject([
      { CallSid: sids.get(CUSTOMER), QueueResult: 'bridged' },
      { CallSid: sids.get('anonymous'), QueueResult: 'hangup' },
    ]);
    expect(await db.selectFrom('queue_data').selectAll().execute()).toMatchObject([
      { CallSid: sids.get(CUSTOMER), DequeingCallSid: sids.get(OPERATOR) },
    ]);
    expect(await findSpokenTexts(page)).toEqual(
      expect.arrayContaining([prompts.menu, prompts.operatorOnQueue, prompts.operatorComing]),
    );
    await page.context().close();
  }, 90_000);
});

describe('The page of the handsets', () => {
  let centre: CallCentre;

  beforeAll(async () => {
    centre = await openCallCentre('sqlite', [OPERATOR]);
  });
  afterAll(() => centre.close());

  it('asks for the password of the server', async () => {
    const answer = await fetch(`${centre.server.origin}/simulator/`);
    expect(answer.status).toBe(401);
  });

  it.each([
    [390, 'light'],
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)(
    'fits a window of %i px, %s',
    async (width, theme) => {
      const page = await openHandsetsPage(browser, centre.server.origin, { width, theme });
      const customer = handsetAt(page, 1);
      await customer.click('Call');
      await customer.hears(prompts.menu);
      await customer.click('1');
      await customer.shows('Waiting: 1st in line');
      await takeScreenshot(page, `${width}-${theme}`);
      expect(await widthOf(page)).toBeLessThanOrEqual(width);
      await customer.click('Hang up');
      await customer.shows(/^Call ended/);
      await page.context().close();
    },
    60_000,
  );

  it('shows a call that goes on while it is loaded again', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    const customer = handsetAt(page, 1);
    await customer.click('Call');
    await customer.hears(prompts.menu);
    await page.reload();
    await customer.hears(prompts.menu);
    await customer.click('Hang up');
    await customer.shows(/^Call ended/);
    await page.context().close();
  }, 60_000);
});

async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth');
}
