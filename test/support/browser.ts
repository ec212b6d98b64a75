import { type Browser, chromium } from 'playwright-core';
import { canInstallPackages, installPackages } from './apt';
import { findExecutable } from './executable';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FOLDERS = ['/Applications/Google Chrome.app/Contents/MacOS', '/snap/bin'];

const ADVICE =
  'No Chromium for the tests: set TEST_BROWSER to the path of Chromium or Chrome, ' +
  'or install it (Debian: apt-get install chromium; macOS: brew install --cask chromium)';

/** How long it may take to install and start one, in milliseconds. */
export const BROWSER_TIMEOUT_MS = 300_000;

/**
 * Starts the Chromium or Chrome of this machine, or one that apt-get installs first. Throws an error
 * that says what to do when there is no way.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser() ?? (await installBrowser());
  return chromium.launch({
    executablePath,
    args: [
      // Chromium refuses to run as root with its sandbox; the pages are our own.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--disable-gpu', '--disable-quic', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--no-first-run'],
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

function findBrowser(): string | undefined {
  const { TEST_BROWSER } = process.env;
  if (TEST_BROWSER) return TEST_BROWSER;
  for (const program of [...PROGRAMS, 'Google Chrome']) {
    const path = findExecutable(program, [], FOLDERS);
    if (path !== undefined) return path;
  }
  return undefined;
}

async function installBrowser(): Promise<string> {
  if (!canInstallPackages()) throw new Error(ADVICE);
  process.stderr.write('No Chromium found: installing one for the tests with apt-get\n');
  try {
    await installPackages('chromium');
  } catch (cause) {
    throw new Error(`${ADVICE} (apt-get failed)`, { cause });
  }
  const path = findBrowser();
  if (path === undefined) throw new Error(ADVICE);
  return path;
}
