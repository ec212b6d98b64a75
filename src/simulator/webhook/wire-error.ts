import { describeError } from '../../errors';
import type { RetryCause } from './connection-overrides';

/** Why no answer came, with Twilio's number: https://www.twilio.com/docs/api/errors */
export interface WireFailure {
  code: number;
  message: string;
  /** The retry policy that covers it, besides `all`. */
  cause: RetryCause | undefined;
  /** Nothing is tried again: part of an answer had come, or the time for all tries is over. */
  isFinal: boolean;
  /** How long was waited, where that was the reason. */
  timeoutMs?: number;
}

/** How far a request had got. */
export type Progress = 'connecting' | 'waiting' | 'reading';

/** Twilio's numbers and names for what can go wrong before there is a connection. */
const CONNECTING: readonly (readonly [code: number, name: string, errors: RegExp])[] = [
  [11210, 'HTTP bad host name', /^(ENOTFOUND|EAI_\w+)$/],
  [11202, 'TCP connection refused', /^ECONNREFUSED$/],
  [11201, 'TCP connection timed out', /^ETIMEDOUT$/],
  [11235, 'Certificate Invalid - Domain Mismatch', /^ERR_TLS_CERT_ALTNAME_INVALID$/],
  [11236, 'Certificate Invalid - Certificate Expired', /^CERT_HAS_EXPIRED$/],
  [
    11237,
    'Certificate Invalid - Could not find path to certificate',
    /SELF_SIGNED_CERT|^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/,
  ],
  [11220, 'SSL/TLS Handshake Error', /^(ERR_SSL_|ERR_TLS_|EPROTO$|CERT_|UNABLE_TO_)/],
  [11205, 'HTTP connection failure', /^E[A-Z]+$/],
];

/** What Twilio makes of an error that Node reports for a request. */
export function classifyError(
  error: unknown,
  progress: Progress,
  protocol: 'http:' | 'https:',
): WireFailure {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  const reason = isCoded ? String(error.code) : '';
  const [code, name] = numberFor(reason, progress, protocol);
  return {
    code,
    message: `${name} (${describeError(error)})`,
    cause: progress === 'connecting' ? 'ct' : undefined,
    isFinal: progress === 'reading' || reason.startsWith('HPE_'),
  };
}

function numberFor(
  reason: string,
  progress: Progress,
  protocol: 'http:' | 'https:',
): readonly [code: number, name: string, ...unknown[]] {
  // A connection that ends before the whole answer is there is listed under 11206.
  const isBroken = /^(HPE_|ECONNRESET$|EPIPE$|ECONNABORTED$)/.test(reason);
  if (progress === 'reading' || (progress === 'waiting' && isBroken)) {
    return [11206, 'HTTP protocol violation'];
  }
  if (progress === 'connecting' && protocol === 'https:' && reason === 'ECONNRESET') {
    return [11220, 'SSL/TLS Handshake Error'];
  }
  const known = CONNECTING.find(([, , errors]) => errors.test(reason));
  return known && progress === 'connecting' ? known : [11200, 'HTTP retrieval failure'];
}

/** What Twilio makes of its own patience being at an end after `timeoutMs`. */
export function describeTimeout(
  kind: 'connect' | 'read' | 'total',
  timeoutMs: number,
  progress: Progress,
): WireFailure {
  const [code, name] =
    kind === 'connect'
      ? [11201, 'TCP connection timed out']
      : [11203, 'HTTP communication total time out triggered'];
  return {
    code,
    message: `${name} (${timeoutMs} ms)`,
    cause: progress === 'connecting' ? 'ct' : 'rt',
    isFinal: progress === 'reading' || kind === 'total',
    timeoutMs,
  };
}
