import { tellTable } from '../faults/support/figures';

/** Shows what came of faults, and stops the database server that `global-setup` started, if it did. */
export default async function tearDown(): Promise<void> {
  tellTable();
  const server = globalThis.startedTestServer;
  if (server === undefined) return;
  globalThis.startedTestServer = undefined;
  // In watch mode the next run would take the old address for one that the user has set.
  delete process.env.TEST_DATABASE_URL;
  await server.stop();
}
