import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { connect } from 'node:tls';

/** Does the encryption for clients that speak plain http, and trusts one certificate alone. */
export interface TlsEntrance {
  origin: string;
  close(): void;
}

/** What is behind the entrance. */
export interface TlsEntranceOptions {
  /** Of 127.0.0.1, where TLS is spoken. */
  port: number;
  hostname: string;
  /** What has to be shown there, in PEM. */
  cert: string;
  /** Where the entrance is; a free port, unless told otherwise. */
  listenOn?: number | undefined;
}

/**
 * Where clients come from: no address of the proxy's, so that it can be told whose is whose. Linux
 * has the whole network; elsewhere there is but one address.
 */
export const CLIENT_ADDRESS = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

/** Carries each connection to its own one behind it, byte by byte. */
export async function startTlsEntrance(options: TlsEntranceOptions): Promise<TlsEntrance> {
  const { port, hostname, cert, listenOn = 0 } = options;
  const open = new Set<Socket>();
  const target = {
    ...{ host: '127.0.0.1', port, servername: hostname, ca: cert },
    localAddress: CLIENT_ADDRESS,
  };
  const server = createServer((client) => {
    const socket = connect(target);
    for (const [one, other] of [
      [client, socket],
      [socket, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await once(server.listen(listenOn, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
