import { type Finding, fault } from './finding';
import { isTwiml } from './judge-reply';
import { routeUrl, type Target, type VisitOptions, visit } from './visit';

/**
 * Why a call that was signed with the token of the settings is refused, found out by asking again
 * in other ways.
 */
export async function diagnoseSignature(
  target: Target,
  form: Readonly<Record<string, string>>,
  localOrigin: string | undefined,
): Promise<Finding> {
  const { publicUrl, authToken } = target;
  if (authToken === undefined) {
    return fault(
      'The server there checks signatures, and these settings have no TWILIO_AUTH_TOKEN.',
      'Ask with the settings that the server was started with, or start it again with these.',
    );
  }
  const isAnswered = async (options: VisitOptions) =>
    isTwiml(await visit(target, 'index', { form, ...options }));
  if (await isAnswered({ form: {} })) {
    return fault(
      'The proxy changes the parameters in the body of a request, so that no signature fits.',
      'Have the proxy pass bodies on byte by byte.',
    );
  }
  const signedAs = withOtherScheme(routeUrl(publicUrl, 'index'));
  if (await isAnswered({ signedAs })) {
    return fault(
      `The server there has a PUBLIC_URL that begins with ${signedAs.protocol.replace(':', '')}, these settings do not.`,
      'Start minicc again, so that it knows these settings.',
    );
  }
  if (localOrigin !== undefined && (await isAnswered({ via: localOrigin }).catch(() => false))) {
    return fault(
      'minicc takes a signature that is sent to it directly, and not through the proxy.',
      'Have the proxy pass on the header X-Twilio-Signature, and the path as it is.',
    );
  }
  return fault(
    'minicc refuses a signature of these settings.',
    'If minicc was not started again after a change of TWILIO_AUTH_TOKEN or PUBLIC_URL, do so; else see in its log which part of the address would have fitted, and whether the proxy passes on the header X-Twilio-Signature.',
  );
}

function withOtherScheme(url: URL): URL {
  const other = url.protocol === 'https:' ? 'http:' : 'https:';
  return new URL(url.href.replace(url.protocol, other));
}
