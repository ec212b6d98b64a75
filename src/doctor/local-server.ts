import { ask } from './ask';
import { type Finding, ok, warning } from './finding';
import { routeUrl } from './visit';

/** Whether a server of these settings runs on this machine. */
export async function examineLocalServer(origin: string): Promise<Finding> {
  try {
    const { status, body } = await ask({ url: routeUrl(new URL(origin), 'healthz') });
    if (status === 200 && body.includes('"alive"')) return ok(`minicc runs here, at ${origin}.`);
    return warning(
      `Somebody else than minicc answers here, at ${origin}.`,
      'Set PORT to a port that no other program uses, and have the proxy pass on to it.',
    );
  } catch {
    return warning(
      `minicc does not run here: nobody answers at ${origin}.`,
      'Start it, unless it runs on another machine.',
    );
  }
}
