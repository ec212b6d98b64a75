import { describeError } from '../errors';
import type { NoAnswerError } from './ask';
import { errorCode } from './error-code';
import { type Finding, fault } from './finding';

interface Explanation {
  found: string;
  advice: string;
}

const NO_CERTIFICATE =
  'Have the proxy use a certificate that browsers accept; Caddy and certbot obtain one for nothing.';

/** By the code of Node's and OpenSSL's errors: https://nodejs.org/docs/latest-v20.x/api/tls.html */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOTFOUND: {
    found: 'the name is not known',
    advice: 'Look for a typing mistake in PUBLIC_URL, or set the DNS record of that name.',
  },
  EAI_AGAIN: {
    found: 'the name could not be looked up',
    advice: 'See whether this machine has a working DNS server.',
  },
  ECONNREFUSED: {
    found: 'nobody listens there',
    advice: 'Start the proxy (or minicc, where there is none), and see which port it listens on.',
  },
  EHOSTUNREACH: {
    found: 'no way leads there',
    advice: 'See whether the address of that name is right, and what the firewall lets through.',
  },
  ENETUNREACH: {
    found: 'no way leads there',
    advice: 'See whether the address of that name is right, and whether this machine has IPv6.',
  },
  ECONNRESET: {
    found: 'the connection was cut before an answer',
    advice: 'See the log of the proxy, and whether it expects https where PUBLIC_URL says http.',
  },
  CERT_HAS_EXPIRED: {
    found: 'its certificate has expired',
    advice: 'Renew the certificate, and see why it was not renewed by itself.',
  },
  CERT_NOT_YET_VALID: {
    found: 'its certificate is not valid yet',
    advice: 'See whether the clocks of this machine and of the proxy are right.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    found: 'its certificate is for another name',
    advice: 'Set PUBLIC_URL to the name in the certificate, or get one for the name in PUBLIC_URL.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    found: 'its certificate is signed by itself alone, which Twilio refuses',
    advice: NO_CERTIFICATE,
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    found: 'its certificate comes from an authority that is not known',
    advice: NO_CERTIFICATE,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    found: 'it does not send the whole chain of certificates, or a certificate nobody knows',
    advice: 'Give the proxy the full chain (fullchain.pem), not the certificate alone.',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    found: 'its certificate comes from an authority that is not known',
    advice: NO_CERTIFICATE,
  },
  EPROTO: {
    found: 'it does not speak https there',
    advice: 'See on which port the proxy answers https, and put that port into PUBLIC_URL.',
  },
};

const TOO_LATE: Explanation = {
  found: 'there was no answer within 10 s',
  advice: 'See whether a firewall drops what comes to that port, and whether the proxy hangs.',
};

/** Why an address gave no answer, and what to do about it. */
export function explainConnection(url: URL, error: NoAnswerError): Finding {
  if (error.hasBegun) {
    return fault(
      `The answer of ${url.origin} breaks off${error.isLate ? ': it did not end within 10 s' : ''}.`,
      'See the log of the proxy, and whether it passes on answers with their header Content-Length as it is.',
    );
  }
  const { found, advice } = error.isLate ? TOO_LATE : findExplanation(error.cause);
  return fault(`${url.origin} cannot be reached: ${found}.`, advice);
}

function findExplanation(error: unknown): Explanation {
  const code = errorCode(error);
  const known = EXPLANATIONS[code.startsWith('ERR_SSL_') ? 'EPROTO' : code];
  if (known) return known;
  if (code.startsWith('HPE_')) {
    return {
      found: 'what it answers is not HTTP',
      advice: 'See whether PUBLIC_URL should begin with https, and whether its port is right.',
    };
  }
  return {
    found: describeError(error).replace(/\s+/g, ' ').trim(),
    advice: 'See whether the address in PUBLIC_URL is right and the proxy is at work.',
  };
}
