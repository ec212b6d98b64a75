import type { Reply } from './ask';
import { type Finding, fault, ok } from './finding';
import { findObstacle, isOwnRefusal, isTwiml } from './judge-reply';
import { type Ask, routeUrl, type Target } from './visit';

/** As Twilio's parameters are, with what a proxy might spoil; no caller ID, so nobody's call. */
export const CALL: Readonly<Record<string, string>> = {
  CallStatus: 'ringing',
  CallerName: 'a+b c&d=e% 日本',
  ForwardedFrom: '',
};
/** The same in a query, spelled as Twilio may, and as no program would spell it anew. */
const QUERY = 'CallStatus=ringing&CallerName=a%2bb+c%26d%20e&b=2&a=1&ForwardedFrom=';

/** Whether the parameters of a call that is answered arrive there, in its body and in a query. */
export function examineParameters(target: Target, ask: Ask): AsyncGenerator<Finding> {
  return target.authToken === undefined
    ? examineByKeys(target, ask)
    : examineBySignature(target, ask);
}

/** A signature fits what arrives as it was sent, if the server looks at it at all. */
async function* examineBySignature({ publicUrl }: Target, ask: Ask): AsyncGenerator<Finding> {
  const forgery = await ask('index', { form: CALL, signedAs: new URL('https://minicc.invalid/') });
  if (!isOwnRefusal(forgery, 'wrongSignature')) {
    yield fault(
      'A call with a wrong signature is answered: the server there checks none.',
      'Start minicc again, so that it knows TWILIO_AUTH_TOKEN; until then, whoever has the password is taken for Twilio.',
    );
    return;
  }
  yield ok('A call with a wrong signature is refused.');
  const reply = await ask('index', { query: QUERY });
  yield isTwiml(reply)
    ? ok('The query of an address arrives as it was sent.')
    : explainQuery(publicUrl, reply);
}

/** Without signatures, whether parameters arrive shows in what is answered to a key. */
async function* examineByKeys({ publicUrl }: Target, ask: Ask): AsyncGenerator<Finding> {
  const menu = await ask('index', { form: CALL });
  const afterKey = await ask('index', { form: { ...CALL, Digits: '2' } });
  if (menu.body === afterKey.body) {
    yield fault(
      'The proxy drops the body of a request: keys that a caller presses do not arrive.',
      'Have the proxy pass bodies on as they are, with their headers Content-Type and Content-Length.',
    );
    return;
  }
  yield ok('The parameters of a call arrive.');
  const afterKeyInQuery = await ask('index', { query: `${QUERY}&Digits=2` });
  yield afterKeyInQuery.body === afterKey.body
    ? ok('The query of an address arrives.')
    : explainQuery(publicUrl, afterKeyInQuery);
}

function explainQuery(publicUrl: URL, reply: Reply): Finding {
  const advice =
    'Have the proxy pass the query on letter by letter: a rule that decodes, sorts or rewrites it spoils signatures.';
  if (isTwiml(reply)) {
    return fault(
      'The proxy drops the query of an address: how many wrong keys were pressed, say, does not arrive.',
      advice,
    );
  }
  return (
    findObstacle(routeUrl(publicUrl, 'index'), reply) ??
    fault(`The proxy changes the query of an address: minicc answers ${reply.status}.`, advice)
  );
}
