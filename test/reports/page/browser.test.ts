import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { BROWSER_TIMEOUT_MS, launchBrowser } from '../../support/browser';
import { insertBusyWeeks } from '../../support/busy-weeks';
import { eventually } from '../../support/running-server';
import { CREDENTIALS, createTestService, type TestService } from '../../support/test-service';

/** Where to see, after a run, what the pages look like; not kept in the repository. */
const SCREENSHOTS = join(__dirname, '../../../.screenshots');
/** The one in README.md, made anew where `UPDATE_README` is set. */
const README_SCREENSHOT = join(__dirname, '../../../.readme/reports.png');

/** A Thursday in Tokyo, at three in the afternoon. */
const MIDNIGHT = new Date('2026-04-01T15:00:00Z');
const NOW = new Date('2026-04-02T06:02:11Z');
const TOKYO = 'zone=Asia/Tokyo';

const WIDE = { width: 1280, height: 900 };

let browser: Browser;
let service: TestService;
let server: Server;
let origin: string;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await launchBrowser();
  service = await createTestService('sqlite', { now: () => NOW });
  await insertBusyWeeks(service.db, { midnight: MIDNIGHT, now: NOW, seed: 3 });
  server = createServer(service.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, BROWSER_TIMEOUT_MS);
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await service.close();
});

/** A page, and what the browser complained of. */
interface OpenPage {
  page: Page;
  complaints: string[];
}

async function open(path: string, look: BrowserContextOptions): Promise<OpenPage> {
  const { user: username, password } = CREDENTIALS;
  const context = await browser.newContext({ httpCredentials: { username, password }, ...look });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(`${origin}${path}`);
  return { page, complaints };
}

const LOOKS = [
  { width: 390, height: 844, colorScheme: 'light', lang: 'ja' },
  { width: 390, height: 844, colorScheme: 'dark', lang: 'en' },
  { width: 1280, height: 900, colorScheme: 'light', lang: 'en' },
  { width: 1280, height: 900, colorScheme: 'dark', lang: 'ja' },
] as const;

describe('The page of the reports, in a browser', () => {
  it.each(LOOKS)(
    'fits $width pixels, $colorScheme, in $lang, and draws its charts',
    async ({ width, height, colorScheme, lang }) => {
      const look = { viewport: { width, height }, colorScheme, reducedMotion: 'reduce' } as const;
      const { page, complaints } = await open(`/reports/?${TOKYO}&lang=${lang}`, look);
      await page.locator('[data-drawn]').nth(1).waitFor();
      const path = join(SCREENSHOTS, `reports-${width}-${colorScheme}-${lang}.png`);
      await page.screenshot({ path, fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      expect(complaints).toEqual([]);
      if (process.env.UPDATE_README && width === WIDE.width && lang === 'en') {
        const clip = { x: 0, y: 0, width, height: 1210 };
        await page.screenshot({ path: README_SCREENSHOT, fullPage: true, clip });
      }
      await page.context().close();
    },
    60_000,
  );

  it('finds a number, leads to older calls, and opens the story of one', async () => {
    const { page, complaints } = await open(`/reports/?${TOKYO}&lang=en`, { viewport: WIDE });
    const numbers = () => page.locator('.calls tbody th').allTextContents();
    const newest = await numbers();
    await page.getByRole('link', { name: 'Older calls' }).click();
    const older = await numbers();
    expect(older).toHaveLength(25);
    expect(older).not.toEqual(newest);
    await page.getByRole('link', { name: 'Newest calls' }).click();
    expect(await numbers()).toEqual(newest);
    const number = newest.find((text) => text.startsWith('+')) ?? '';
    await page.getByLabel('Search by number').fill(number.slice(-6));
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await numbers()).toEqual([number]);
    await page.getByRole('link', { name: /^Story of the call of/ }).click();
    await page.getByRole('heading', { level: 1, name: number }).waitFor();
    expect(await page.locator('.story li').count()).toBeGreaterThan(1);
    await page.screenshot({ path: join(SCREENSHOTS, 'reports-story.png'), fullPage: true });
    await page.getByRole('link', { name: '← Reports' }).click();
    await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('picks a period with its form, in which nothing needs a script', async () => {
    const look = { viewport: WIDE, javaScriptEnabled: false };
    const { page } = await open(`/reports/?${TOKYO}&lang=en`, look);
    await page.getByRole('rowheader', { name: '09:00' }).waitFor();
    expect(await page.locator('canvas:visible').count()).toBe(0);
    await page.getByLabel('First day').fill('2026-03-01');
    await page.getByLabel('Last day').fill('2026-03-31');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { name: 'Calls by day' }).waitFor();
    await page.getByText('Sun, March 1, 2026 – Tue, March 31, 2026').waitFor();
    expect(await page.locator('#intervals-table tbody tr').count()).toBe(31);
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Tokyo');
    await page.context().close();
  }, 60_000);

  it('draws its charts anew in the colours of dark, and of paper', async () => {
    const look = { viewport: WIDE, colorScheme: 'light', reducedMotion: 'reduce' } as const;
    const { page, complaints } = await open(`/reports/?${TOKYO}&lang=en`, look);
    await page.locator('[data-drawn]').nth(1).waitFor();
    const drawing = () => page.evaluate<string>(`document.querySelector('canvas').toDataURL()`);
    const light = await drawing();
    await page.emulateMedia({ colorScheme: 'dark' });
    await eventually(async () => (await drawing()) !== light);
    await page.emulateMedia({ media: 'print' });
    await eventually(async () => (await page.locator('button:visible').count()) === 0);
    const ground = `getComputedStyle(document.documentElement).getPropertyValue('--ground')`;
    expect(await page.evaluate(ground)).toBe('#f3f5f7');
    await page.screenshot({ path: join(SCREENSHOTS, 'reports-print.png'), fullPage: true });
    const pdf = await page.pdf({ path: join(SCREENSHOTS, 'reports.pdf'), format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
