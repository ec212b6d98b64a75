import type { Browser, Locator, Page } from 'playwright-core';
import { BASIC } from './running-server';

/** Notes what the page is to say, instead of saying it. */
const NOTE_SPEECH = `
  globalThis.spokenTexts = [];
  speechSynthesis.speak = (utterance) => {
    spokenTexts.push(utterance.text);
    setTimeout(() => utterance.dispatchEvent(new Event('end')));
  };
`;

/** How the page is looked at. */
export interface PageLook {
  width: number;
  theme?: 'light' | 'dark';
}

/** Opens the page of the handsets, in a browser that notes what it is to say instead of saying it. */
export async function openHandsetsPage(
  browser: Browser,
  origin: string,
  { width, theme = 'light' }: PageLook,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    httpCredentials: { username: 'minicc', password: BASIC.BASIC_AUTH_PASSWORD },
  });
  await context.addInitScript({ content: NOTE_SPEECH });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`${origin}/simulator`);
  return page;
}

/** What the page has said aloud so far. */
export function findSpokenTexts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('spokenTexts');
}

/** One telephone on the page, as a person uses it. */
export interface PageHandset {
  element: Locator;
  callsFrom(number: string): Promise<void>;
  /** Clicks the button of this name. */
  click(name: string): Promise<void>;
  /** Waits until the text stands among what was heard. */
  hears(text: string): Promise<void>;
  /** Waits until the line that tells its state says so. */
  shows(state: string | RegExp): Promise<void>;
}

/** The telephone at this place of the page, from 1. */
export function handsetAt(page: Page, place: number): PageHandset {
  const element = page.locator('.handset').nth(place - 1);
  return {
    element,
    async callsFrom(number) {
      await element.getByLabel('Calls from').fill(number);
    },
    click: (name) => element.getByRole('button', { name, exact: true }).click(),
    hears: (text) => element.getByRole('log').getByText(text).last().waitFor(),
    shows: (state) => element.getByRole('status').filter({ hasText: state }).waitFor(),
  };
}
