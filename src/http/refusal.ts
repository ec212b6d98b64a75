/**
 * Why somebody was not let in: credentials that are not ours, too many of them, or no signature of
 * Twilio's that fits. A first request without credentials is none of these.
 */
export type Refusal = 'credentials' | 'rate' | 'signature';

/** Is told of each refusal, to count it. */
export type OnRefused = (reason: Refusal) => void;
