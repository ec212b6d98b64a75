import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { groupByName, listSignedForms, type SignatureKey, type SignedRequest } from './signature';
import { listLikelyUrls, type UrlParts } from './signature-variants';

/** So many characters are digested for one diagnosis: none may keep other callers waiting. */
const MOST_DIGESTED = 1_000_000;

/** A request whose signature does not fit. */
export interface UnfitRequest extends SignedRequest {
  /** Proxies tell in some of these what they changed; they are guesses here and nothing else. */
  headers: IncomingHttpHeaders;
  /** `AccountSid` as it was sent. */
  accountSid: string | undefined;
}

/**
 * Why a signature does not fit and what to do about it, in a line or two for the log: which part of
 * the address would have made it fit, or what else may be wrong. Holds no query and no secret.
 */
export function diagnoseSignature(key: SignatureKey, request: UnfitRequest): string {
  const { signature } = request;
  if (!signature) {
    return (
      'The request is not signed at all: it is not from Twilio, or a proxy drops the header ' +
      'X-Twilio-Signature.'
    );
  }
  const { arrived, variants } = listLikelyUrls(key.publicUrl, request);
  const parameters = signedParameters(request.form);
  const candidates = variants.flatMap((variant) =>
    listForms(variant, key).map((url) => ({ url, variant })),
  );
  const most = MOST_DIGESTED / (parameters.length + textOf(arrived).length);
  const isSigned = createCheck(key.authToken, signature, parameters);
  const signed = candidates.slice(0, most).find(({ url }) => isSigned(url))?.variant;
  return signed ? describeDifference(arrived, signed, key.publicUrl) : describeNoFit(request);
}

/** What is signed is the address and behind it the form, which is the same for each address. */
function createCheck(
  authToken: string,
  signature: string,
  parameters: string,
): (url: string) => boolean {
  const given = Buffer.from(signature);
  return (url) => {
    const expected = Buffer.from(getExpectedTwilioSignature(authToken, url + parameters, {}));
    return expected.length === given.length && timingSafeEqual(expected, given);
  };
}

/** By name, and the values of one name once each: https://www.twilio.com/docs/usage/security */
function signedParameters(form: SignedRequest['form']): string {
  return Object.entries(groupByName(form))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, values]) => [...new Set([values].flat())].sort().map((value) => name + value))
    .join('');
}

function describeDifference(arrived: UrlParts, signed: UrlParts, publicUrl: URL): string {
  const differs = (['scheme', 'host', 'port', 'path', 'query'] as const).filter(
    (part) => arrived[part] !== signed[part],
  );
  const isOrigin = differs.some((part) => part === 'scheme' || part === 'host' || part === 'port');
  const isPath = differs.includes('path');
  const isQuery = differs.includes('query');
  const url = textOf({ ...signed, query: '' });
  return [
    `The signature fits ${url}${isQuery ? ' with another query than arrived' : ''}.`,
    `What differs is the ${differs.join(' and the ')}.`,
    ...(isOrigin
      ? [`PUBLIC_URL says ${publicUrl.origin}: set it to what stands in Twilio's console.`]
      : []),
    ...(isPath
      ? [
          `${arrived.path} arrived: have the proxy leave paths as they are, and set PUBLIC_URL with ` +
            "the path that stands in Twilio's console.",
        ]
      : []),
    ...(isQuery ? ['Have the proxy leave queries as they are.'] : []),
  ].join(' ');
}

function describeNoFit({ form, pathAndQuery, accountSid = '' }: UnfitRequest): string {
  if (form.length === 0 && !pathAndQuery.includes('?')) {
    return 'The request arrived without any parameter, and Twilio sends some: a proxy drops the body.';
  }
  const account = /^AC[0-9a-fA-F]{32}$/.test(accountSid) ? ` ${accountSid}` : '';
  return (
    'The signature fits no likely form of the address. Either TWILIO_AUTH_TOKEN is not that of the ' +
    `account${account} that the call is of (a subaccount has its own; a rotated one is another), ` +
    "or PUBLIC_URL is far from what stands in Twilio's console, or a proxy changes the body."
  );
}

function listForms(parts: UrlParts, { credentials }: SignatureKey): string[] {
  const origin = { protocol: `${parts.scheme}:`, host: hostOf(parts) };
  return listSignedForms(origin, `${parts.path}${parts.query}`, credentials);
}

function textOf(parts: UrlParts): string {
  return `${parts.scheme}://${hostOf(parts)}${parts.path}${parts.query}`;
}

function hostOf({ host, port }: UrlParts): string {
  return port === '' ? host : `${host}:${port}`;
}
