import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { saveOperator } from '../../src/operators/operators-table';
import { en } from '../../src/prompts/en';
import { BROWSER_TIMEOUT_MS, launchBrowser } from '../support/browser';
import { type CallCentre, openCallCentre } from '../support/call-centre';
import {
  findPlayedUrls,
  findSpokenTexts,
  handsetAt,
  openHandsetsPage,
} from '../support/handsets-page';
import { startMinicc } from '../support/minicc-command';
import { BASIC, eventually } from '../support/running-server';

const OPERATOR = '+815012345678';
const CUSTOMER = '+819012345678';
const prompts = en as Record<keyof typeof en, string>;

/** Where to see, after a run, what the page looks like; not kept in the repository. */
const SCREENSHOTS = join(__dirname, '../../.screenshots');
/** The one in README.md, made anew where `UPDATE_README` is set. */
const README_SCREENSHOT = join(__dirname, '../../.readme/browser-handsets.png');

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'minicc-browser-'));
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchBrowser();
}, BROWSER_TIMEOUT_MS);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe('The handsets in the browser', () => {
  let centre: CallCentre;

  beforeAll(async () => {
    centre = await openCallCentre('sqlite', []);
    await saveOperator(centre.database.db, { telnum: OPERATOR, name: 'Aiko Tanaka' });
  });
  afterAll(() => centre.close());

  it('let customers wait and one of them talk with an operator, which leaves rows and a run that can be replayed', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    const [customer, operator, another] = [1, 2, 3].map((place) => handsetAt(page, place));
    if (!customer || !operator || !another) throw new Error('three handsets');
    await customer.callsFrom(CUSTOMER);
    await operator.callsFrom(OPERATOR);

    await customer.element.getByRole('button', { name: 'Call', exact: true }).focus();
    await page.keyboard.press('Enter');
    await customer.hears(prompts.menu);
    await page.keyboard.press('1');
    await customer.hears(prompts.connecting);
    await page.getByRole('button', { name: 'Add a handset' }).click();
    await another.callsFrom('anonymous');
    await another.click('Call');
    await another.hears(prompts.menu);
    await customer.shows('Waiting: 1st in line');
    await another.click('1');
    await another.shows('Waiting: 2nd in line');
    await operator.click('Call');
    await operator.hears(prompts.operatorOnQueue);
    await customer.hears(prompts.operatorComing);
    await customer.shows('Talking to Aiko Tanaka');
    await operator.shows(/^Talking to/);
    await another.shows('Waiting: 1st in line');
    if (process.env.UPDATE_README) {
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: README_SCREENSHOT, animations: 'disabled' });
    }
    await takeScreenshot(page, 'talk');
    await operator.click('Hang up');
    await operator.shows(/^Call ended/);
    await customer.shows(/^Call ended/);
    await another.click('Hang up');
    await another.shows(/^Call ended/);

    const { db } = centre.database;
    const ended = () => db.selectFrom('statuscallback_data').selectAll().execute();
    const left = () => db.selectFrom('enqueue_data').selectAll().orderBy('From').execute();
    await eventually(async () => (await ended()).length === 3 && (await left()).length === 2);
    const sids = new Map((await ended()).map(({ From, CallSid }) => [From, CallSid]));
    expect([...sids.keys()].sort()).toEqual([OPERATOR, CUSTOMER, 'anonymous'].sort());
    expect(await left()).toMatchObject([
      { CallSid: sids.get(CUSTOMER), QueueResult: 'bridged' },
      { CallSid: sids.get('anonymous'), QueueResult: 'hangup' },
    ]);
    expect(await db.selectFrom('queue_data').selectAll().execute()).toMatchObject([
      { CallSid: sids.get(CUSTOMER), DequeingCallSid: sids.get(OPERATOR) },
    ]);
    expect(await findSpokenTexts(page)).toEqual(
      expect.arrayContaining([prompts.menu, prompts.operatorOnQueue, prompts.operatorComing]),
    );

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save run' }).click();
    await (await download).saveAs(join(folder, 'run.json'));
    await page.context().close();
    const { port } = new URL(centre.server.origin);
    const settings = { ...BASIC, HOST: '127.0.0.1', PORT: port, DATABASE_URL: centre.database.url };
    const { code, stdout, stderr } = await startMinicc(['phone', 'run.json'], { folder, settings })
      .ended;
    expect(stderr).toBe('');
    expect(stdout).toMatch(/Customer ↔ Aiko Tanaka +talk\n/);
    expect(stdout).toMatch(/\nEverything happened as it did in the run\.\n$/);
    expect(code).toBe(0);
  }, 90_000);
});

describe('The page of the handsets', () => {
  let centre: CallCentre;

  beforeAll(async () => {
    const file = join(folder, 'prompts.json');
    const briefly = { connecting: 'Please hold.', queuePosition: 'You are number {position}.' };
    writeFileSync(file, JSON.stringify(briefly));
    centre = await openCallCentre('sqlite', [OPERATOR], { PROMPTS_FILE: file });
  });
  afterAll(() => centre.close());

  it('asks for the password of the server', async () => {
    const answer = await fetch(`${centre.server.origin}/simulator/`);
    expect(answer.status).toBe(401);
  });

  it('fits a telephone and a large screen, light and dark, and plays the hold music', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 390 });
    const customer = handsetAt(page, 1);
    await customer.click('Call');
    await customer.hears(prompts.menu);
    await customer.click('1');
    await customer.shows('Waiting: 1st in line');
    await customer.hears('You are number 1.');
    await customer.hears('hold music');
    expect(await findPlayedUrls(page)).toEqual([expect.stringMatching(/^http:.*\.mp3$/)]);
    const wide = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    await handsetAt(wide, 1).hears('hold music');
    for (const [own, width] of [
      [page, 390],
      [wide, 1280],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await own.emulateMedia({ colorScheme });
        await takeScreenshot(own, `${width}-${colorScheme}`);
      }
      expect(await widthOf(own)).toBeLessThanOrEqual(width);
    }
    await customer.click('Hang up');
    await customer.shows(/^Call ended/);
    for (const own of [page, wide]) await own.context().close();
  }, 60_000);

  it('shows a call, what it asked for, and what was answered in which time, also when it is loaded again', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    const customer = handsetAt(page, 1);
    await customer.click('Call');
    await customer.hears(prompts.menu);
    await page.reload();
    // Calls before this one are told again, too, and first.
    await customer.shows('On the line');
    const request = customer.element.locator('.request').first();
    await eventually(async () =>
      /^A call comes in\s*POST \/index\s*✓ 200\s*\d+ ms$/.test(
        (await request.locator('summary').first().textContent()) ?? '',
      ),
    );
    await request.getByText(/^\d+ parameters$/).click();
    await request.getByRole('row', { name: `From ${CUSTOMER}` }).waitFor();
    await request.getByText('<Gather numDigits="1"').waitFor();
    await customer.click('Hang up');
    await customer.shows(/^Call ended/);
    await page.context().close();
  }, 60_000);

  it('says nothing aloud while it is muted, and goes on where it is let', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    const customer = handsetAt(page, 1);
    await page.getByRole('button', { name: 'Mute all' }).click();
    await customer.click('Call');
    await customer.hears(prompts.menu);
    expect(await findSpokenTexts(page)).toEqual([]);
    await page.getByRole('button', { name: 'All muted' }).click();
    await eventually(async () => (await findSpokenTexts(page)).length > 0);
    expect(await findSpokenTexts(page)).toEqual([prompts.menu]);
    await customer.click('Hang up');
    await customer.shows(/^Call ended/);
    await page.context().close();
  }, 60_000);

  it('keeps a number that is typed before the exchange has answered', async () => {
    const page = await openHandsetsPage(browser, centre.server.origin, { width: 1280 });
    await handsetAt(page, 2).element.waitFor();
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/handsets', async (route) => {
      await answered;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Add a handset' }).click();
    const another = handsetAt(page, 3);
    await another.callsFrom('anonymous');
    const opened = page.waitForResponse('**/handsets');
    answer();
    await opened;
    await another.click('Call');
    await another.hears(prompts.menu);
    expect(await another.element.getByLabel('Calls from').inputValue()).toBe('anonymous');
    await another.click('Hang up');
    await another.shows(/^Call ended/);
    await page.context().close();
  }, 60_000);
});

async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: join(SCREENSHOTS, `${name}.png`),
    fullPage: true,
    animations: 'disabled',
  });
}

function widthOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth');
}
