import type { Reply } from './ask';
import { type Finding, fault, ok } from './finding';
import {
  explainChangedPath,
  explainStranger,
  findObstacle,
  isOwnRefusal,
  isTwiml,
} from './judge-reply';
import { routeUrl, type Target } from './visit';

/** What is answered to a call without user name and password: it must be asked for them. */
export function judgeUnintroduced(publicUrl: URL, reply: Reply): Finding {
  const url = routeUrl(publicUrl, 'index');
  const obstacle = findObstacle(url, reply);
  if (obstacle) return obstacle;
  if (isTwiml(reply) || isOwnRefusal(reply, 'wrongSignature')) {
    return fault(
      'Calls are answered without user name and password: the proxy adds them by itself.',
      'Take the password out of the proxy’s settings; Twilio sends it, from the addresses of "npx minicc urls".',
    );
  }
  if (reply.status !== 401) return explainStranger(url, reply);
  const realm = reply.headers['www-authenticate'] ?? '';
  if (/^Basic\b.*realm="minicc"/i.test(realm)) return ok('The password is asked for.');
  return isOwnRefusal(reply, 'needsCredentials')
    ? fault(
        'The proxy drops the header WWW-Authenticate, without which Twilio sends no password.',
        'Have the proxy pass on the headers of every answer, those of status 401 included.',
      )
    : explainStranger(url, reply);
}

/** What is answered to a call with all that Twilio sends. */
export function judgeCall({ publicUrl, authToken }: Target, reply: Reply): Finding {
  const url = routeUrl(publicUrl, 'index');
  const obstacle = findObstacle(url, reply);
  if (obstacle) return obstacle;
  if (isTwiml(reply)) {
    return ok(
      authToken === undefined
        ? 'A call with the password of these settings is answered.'
        : 'A call with the password and a signature of these settings is answered.',
    );
  }
  if (isOwnRefusal(reply, 'nothingHere')) return explainChangedPath(url);
  return explainCallFault(url, reply);
}

function explainCallFault(url: URL, reply: Reply): Finding {
  const { status, headers, body } = reply;
  if (isOwnRefusal(reply, 'needsCredentials')) {
    return fault(
      'The proxy drops the header Authorization: minicc never sees the password that Twilio sends.',
      'Have the proxy pass the header Authorization on, and ask for no password of its own.',
    );
  }
  if (isOwnRefusal(reply, 'wrongCredentials')) {
    return fault(
      'The server there has another password than these settings.',
      'See whether that server is this one, and was started again after a change of user or password, in the folder where you ask.',
    );
  }
  if (status === 200 && /<Response\b/.test(body)) {
    return fault(
      `The proxy gives TwiML out as ${headers['content-type'] ?? 'nothing'}, which Twilio does not take.`,
      'Have the proxy leave the header Content-Type as it is.',
    );
  }
  if ([400, 413, 415].includes(status)) {
    return fault(
      `The proxy changes the body of a request: minicc answers ${status}.`,
      'Have the proxy pass bodies on as they are, with their headers Content-Type and Content-Length.',
    );
  }
  if (status === 405) {
    return fault(
      'The proxy turns POST into another method.',
      'Have the proxy pass the method on as it is.',
    );
  }
  return explainStranger(url, reply);
}

/** What is answered to a status callback that names no call. */
export function judgeStatusCallback({ publicUrl }: Target, reply: Reply): Finding {
  // A request that names no call is refused, and only by the one who reads it.
  if (reply.status === 400 && reply.body.includes('CallSid')) {
    return ok('The status callback is reached.');
  }
  const url = routeUrl(publicUrl, 'status_callback');
  if (isOwnRefusal(reply, 'nothingHere')) return explainChangedPath(url);
  return findObstacle(url, reply) ?? explainStranger(url, reply);
}
