import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { toUtcTime } from '../../src/database/utc-time';
import { saveOperator } from '../../src/operators/operators-table';
import { BROWSER_TIMEOUT_MS, launchBrowser } from '../support/browser';
import { buildRow } from '../support/build-row';
import { eventually } from '../support/running-server';
import { CREDENTIALS, createTestService, type TestService } from '../support/test-service';
import { sid } from './build-live-call';

/** Where to see, after a run, what the page looks like; not kept in the repository. */
const SCREENSHOTS = join(__dirname, '../../.screenshots');
/** The one in README.md, made anew where `UPDATE_README` is set. */
const README_SCREENSHOT = join(__dirname, '../../.readme/wallboard.png');

const LOOKS = [
  ...[390, 1280, 1920].flatMap((width) =>
    (['light', 'dark'] as const).map((theme) => ({ width, theme, lang: 'en' })),
  ),
  { width: 1280, theme: 'light', lang: 'ja' },
  { width: 390, theme: 'dark', lang: 'ja' },
] as const;
const HEIGHTS: Readonly<Record<number, number>> = { 390: 844, 1280: 720, 1920: 1080 };

let browser: Browser;
let service: TestService;
let server: Server;
let origin: string;
const faults: string[] = [];

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchBrowser();
  service = await createTestService('sqlite', { language: 'en-US' });
  const people = { '+815012345678': 'Aiko Tanaka', '+815012345679': 'Hana Sato' };
  for (const [telnum, name] of Object.entries(people)) {
    await saveOperator(service.db, { telnum, name });
  }
  await recordMorning();
  await listenOn(0);
}, BROWSER_TIMEOUT_MS);
afterAll(async () => {
  await browser.close();
  stopListening();
  await service.close();
});

async function listenOn(port: number): Promise<void> {
  server = createServer(service.app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function stopListening(): void {
  server.close();
  server.closeAllConnections();
}

/** Calls of today, so that there are figures: 37 answered, 4 given up. */
async function recordMorning(): Promise<void> {
  const Time = toUtcTime(new Date(Math.max(Date.now() - 60_000, startOfToday())));
  const insert = (table: 'queue_data' | 'enqueue_data', number: number, columns: object) => {
    const call = { CallSid: sid(1000 + number), Time, QueueTime: number, ...columns };
    const { row } = buildRow(table, `${table}${number}`, call);
    return service.db
      .insertInto(table as 'queue_data')
      .values(row as never)
      .execute();
  };
  for (let number = 0; number < 41; number += 1) {
    const isAnswered = number % 10 !== 9;
    if (isAnswered) await insert('queue_data', number, { DequeingCallSid: sid(2) });
    await insert('enqueue_data', number, { QueueResult: isAnswered ? 'bridged' : 'hangup' });
  }
}

const startOfToday = () => new Date().setUTCHours(0, 0, 0, 0);

async function open(look: { width: number; theme: 'light' | 'dark'; lang: string }): Promise<Page> {
  const { user: username, password } = CREDENTIALS;
  const context = await browser.newContext({
    viewport: { width: look.width, height: HEIGHTS[look.width] ?? 720 },
    colorScheme: look.theme,
    httpCredentials: { username, password },
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${origin}/wallboard?lang=${look.lang}`);
  return page;
}

const EN = { width: 1280, theme: 'light', lang: 'en' } as const;
const textOf = (page: Page, selector: string) => page.locator(selector).textContent();
const secondsOf = async (page: Page) => {
  const [, minutes, seconds] =
    /^(\d+):(\d\d)$/.exec((await textOf(page, '.longest .huge')) ?? '') ?? [];
  return Number(minutes) * 60 + Number(seconds);
};

describe('The wallboard in the browser', () => {
  it('shows what goes on as it happens, and counts the longest wait by itself', async () => {
    const page = await open(EN);
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await textOf(page, '.waiting .huge')).toBe('0');
    expect(await textOf(page, '.longest .huge')).toBe('—');

    await service.post('/wait', { CallSid: sid(1), From: '+819012345678', QueueTime: '17' });
    await page.locator('.waiting .huge').filter({ hasText: '1' }).waitFor();
    expect(await textOf(page, '.waiting [role=status]')).toBe('One caller waits');
    const before = await secondsOf(page);
    expect(before).toBeGreaterThanOrEqual(17);
    await page.locator('.longest.late').waitFor();
    expect(await secondsOf(page)).toBeGreaterThanOrEqual(21);
    expect(await textOf(page, '.longest .aside')).toBe('longer than 20 s');
    await page.context().close();
    expect(faults).toEqual([]);
  });

  it('fits a telephone and large screens, light and dark, in English and Japanese', async () => {
    const operator = (number: number, From: string) => ({ CallSid: sid(number), From });
    await service.post('/operator_queue', operator(20, '+815012345678'));
    await service.post('/operator_queue', operator(21, '+815012345679'));
    await service.post('/guidance', {
      ...{ CallSid: sid(3), From: '+819012345670', QueueTime: '9', DequeingCallSid: sid(21) },
    });
    for (const [number, QueueTime] of [
      [1, '96'],
      [4, '41'],
      [5, '12'],
    ] as const) {
      await service.post('/wait', { CallSid: sid(number), QueueTime });
    }
    for (const look of LOOKS) {
      const page = await open(look);
      await page.locator('.waiting .huge').filter({ hasText: '3' }).waitFor();
      await page.locator('.operators .talking').waitFor();
      await page.locator('.today .big').first().filter({ hasText: '41' }).waitFor();
      expect(await textOf(page, '.today')).toContain('SL6');
      const overflow = 'document.documentElement.scrollWidth - innerWidth';
      expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(0);
      if (look.width > 390) {
        const below = 'document.documentElement.scrollHeight - innerHeight';
        expect(await page.evaluate<number>(below)).toBeLessThanOrEqual(0);
      }
      const name = `wallboard-${look.width}-${look.theme}-${look.lang}.png`;
      await page.screenshot({ path: join(SCREENSHOTS, name), fullPage: true });
      if (look === LOOKS[2] && process.env.UPDATE_README) {
        await page.screenshot({ path: README_SCREENSHOT });
      }
      await page.context().close();
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('shows that it has lost the server, and finds it again by itself', async () => {
    const page = await open(EN);
    await page.getByText('Live', { exact: true }).waitFor();
    const { port } = new URL(origin);
    stopListening();
    await page.getByText('No connection: trying again').waitFor();
    expect(await page.locator('.stale').count()).toBe(1);
    await page.getByText(/These figures are [1-9]\d* seconds? old/).waitFor();
    const frozen = await textOf(page, '.longest .huge');
    await page.getByText(/These figures are [3-9]\d* seconds old/).waitFor();
    expect(await textOf(page, '.longest .huge')).toBe(frozen);
    await page.screenshot({ path: join(SCREENSHOTS, 'wallboard-lost.png') });
    await listenOn(Number(port));
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.locator('.stale').count()).toBe(0);
    await page.context().close();
  });

  it('is useful where no script runs', async () => {
    const { user: username, password } = CREDENTIALS;
    const context = await browser.newContext({
      javaScriptEnabled: false,
      httpCredentials: { username, password },
    });
    const page = await context.newPage();
    await page.goto(`${origin}/wallboard`);
    await eventually(async () => (await textOf(page, '.waiting .huge')) === '3');
    expect(await textOf(page, '.state')).toMatch(/^As of \d\d:\d\d:\d\d$/);
    await context.close();
  });
});
