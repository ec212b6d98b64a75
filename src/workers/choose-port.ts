import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Config } from '../config';

/**
 * The port on which all workers listen: that of the settings, or, where that is 0, one that is free
 * now. Workers that asked for port 0 would each get another one as soon as none of them is left.
 */
export async function choosePort({ host, port }: Config['server']): Promise<number> {
  if (port !== 0) return port;
  const server = createServer().listen(0, host);
  try {
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    // The first worker meets the same fault, and tells of it.
    return 0;
  } finally {
    server.close();
  }
}
