import { forgetFigures } from '../faults/support/figures';
import { findServerVersion } from './connection';
import { type DatabaseServer, startPrivateServer } from './database-server';

declare global {
  /** The server that `global-setup` started, for `global-teardown`; Jest loads the two apart. */
  var startedTestServer: DatabaseServer | undefined;
}

/** Finds or starts the database server of this test run; the workers inherit TEST_DATABASE_URL. */
export default async function setUp(): Promise<void> {
  forgetFigures();
  const givenUrl = process.env.TEST_DATABASE_URL;
  if (givenUrl) {
    announce(await checkGivenServer(givenUrl), 'TEST_DATABASE_URL');
    return;
  }
  const server = await startPrivateServer();
  globalThis.startedTestServer = server;
  process.env.TEST_DATABASE_URL = server.url;
  announce(await findServerVersion(server.url), `private, ${server.origin}`);
}

async function checkGivenServer(url: string): Promise<string> {
  try {
    return await findServerVersion(url);
  } catch (cause) {
    throw new Error(`The server in TEST_DATABASE_URL does not answer: ${describeError(cause)}`, {
      cause,
    });
  }
}

/** A refused connection has an empty message in Node 20; its code says it all. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

function announce(version: string, origin: string): void {
  process.stderr.write(`Test database: ${version} (${origin})\n`);
}
