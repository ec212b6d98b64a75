import type { Reply } from './ask';
import { type Finding, fault, ok } from './finding';
import { explainChangedPath, explainStranger, findObstacle, isOwnRefusal } from './judge-reply';
import { routeUrl } from './visit';

/** Whether minicc is what answers at an address. */
export function judgeHealth(publicUrl: URL, reply: Reply): Finding {
  const url = routeUrl(publicUrl, 'healthz');
  const obstacle = findObstacle(url, reply);
  if (obstacle) return obstacle;
  if (reply.status === 200 && isAlive(reply.body))
    return ok(`minicc answers at ${publicUrl.origin}.`);
  if (isOwnRefusal(reply, 'needsCredentials')) return explainChangedPath(url);
  return explainStranger(url, reply);
}

function isAlive(body: string): boolean {
  return readField(body, 'status') === 'alive';
}

function readField(body: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? new Map(Object.entries(value)).get(name)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the server there can do its work; nothing where it does not say. */
export function* judgeReadiness(reply: Reply): Generator<Finding> {
  const reason = readField(reply.body, 'reason');
  if (reply.status === 200) yield ok('The server there is ready for calls.');
  else if (reply.status === 503 && typeof reason === 'string') {
    yield fault(
      `The server there is not ready: ${reason}.`,
      'See what is found above on the database, and the log of minicc. Callers are served meanwhile as far as possible.',
    );
  }
}
