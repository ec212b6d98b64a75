import type { Browser, Locator, Page } from 'playwright-core';
import { BASIC } from './running-server';

/** Notes what the page is to say and which recordings it is to play, instead of doing it. */
const NOTE_SOUNDS = `
  globalThis.spokenTexts = [];
  speechSynthesis.speak = (utterance) => {
    spokenTexts.push(utterance.text);
    setTimeout(() => utterance.dispatchEvent(new Event('end')));
  };
  globalThis.playedUrls = [];
  HTMLMediaElement.prototype.play = async function () {
    playedUrls.push(this.src);
  };
`;

/** How the page is looked at. */
export interface PageLook {
  width: number;
  theme?: 'light' | 'dark';
}

/** Opens the page of the handsets, in a browser that notes what is to be heard and is silent. */
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
  await context.addInitScript({ content: NOTE_SOUNDS });
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

/** The addresses of the recordings that the page has begun to play so far. */
export function findPlayedUrls(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('playedUrls');
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
