import { once } from 'node:events';
import { createServer } from 'node:net';
import { isPortTaken } from '../../src/demo/is-port-taken';
import { findFreePort } from '../support/free-port';

describe('isPortTaken', () => {
  it.each(['127.0.0.1', '::1', '0.0.0.0'])('finds a program that listens on %s', async (host) => {
    const port = await findFreePort();
    expect(await isPortTaken(port)).toBe(false);
    const other = createServer().listen(port, host);
    await once(other, 'listening');
    expect(await isPortTaken(port)).toBe(true);
    other.close();
  });
});
