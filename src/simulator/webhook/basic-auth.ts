import type { Credentials } from './session';

/**
 * Whether an answer asks for Basic auth; Twilio wants a realm
 * (https://www.twilio.com/docs/usage/security). Digest, which Twilio also knows, is not modelled.
 */
export function asksForBasicAuth(status: number, wwwAuthenticate: string | undefined): boolean {
  return status === 401 && /(^|,)\s*basic\s+([^,]*,)*?\s*realm\s*=/i.test(wwwAuthenticate ?? '');
}

/** The `Authorization` header. */
export function basicAuthorization({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Whether two are the same; those of nobody are not. */
export function areSameCredentials(a: Credentials, b: Credentials | undefined): boolean {
  return a.user === b?.user && a.password === b.password;
}
