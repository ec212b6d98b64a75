import { once } from 'node:events';
import { connect } from 'node:net';

/** Whether another program answers on a port of this machine, under the name `localhost`. */
export async function isPortTaken(port: number): Promise<boolean> {
  const answers = ['127.0.0.1', '::1'].map(async (host) => {
    const socket = connect({ host, port });
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  });
  return (await Promise.all(answers)).includes(true);
}
