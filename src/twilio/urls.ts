/** The user name and password of HTTP Basic auth. */
export interface Credentials {
  user: string;
  password: string;
}

/** Our webhooks' addresses, as they stand in TwiML and in Twilio's console. */
export interface WebhookUrls {
  /** The path that every route is under: empty, or `/path` without a slash at its end. */
  basePath: string;
  index(wrongKeys: number): string;
  /** Where an operator's PIN goes, after so many wrong ones. */
  pin(wrongPins: number): string;
  information: string;
  wait: string;
  guidance: string;
  operatorQueue: string;
  /** The operator's queue again, for one who has been told that they are on it. */
  operatorQueueAgain: string;
  /** Absolute, with the credentials. */
  exitEnqueue: string;
  /** For the number's configuration: absolute, with the credentials. */
  requestUrl: string;
  /** For the number's configuration: absolute, with the credentials. */
  statusCallbackUrl: string;
}

/**
 * The addresses of our webhooks under `publicUrl`.
 *
 * Inside a document they are paths from the root of the host, which mean the same from whichever
 * address the document was asked for, and which inherit its host and credentials (RFC 3986, 5.2.2).
 * Only `Enqueue action` is absolute with credentials: Twilio was seen not to carry them over to it
 * (https://github.com/rutoru/Twilio-MiniCC, ActionUrl.php). A fragment of `publicUrl`, Twilio's
 * connection overrides, is carried by every address:
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function createWebhookUrls(publicUrl: URL, credentials: Credentials): WebhookUrls {
  const basePath = publicUrl.pathname.replace(/\/+$/, '');
  const path = (route: string) => `${basePath}/${route}${publicUrl.hash}`;
  const absolute = (route: string) =>
    `${publicUrl.protocol}//${userInfo(credentials)}@${publicUrl.host}${path(route)}`;
  return {
    basePath,
    index: (wrongKeys) => path(wrongKeys === 0 ? 'index' : `index?wrong_keys=${wrongKeys}`),
    pin: (wrongPins) => path(`index?wrong_pins=${wrongPins}`),
    information: path('information'),
    wait: path('wait'),
    guidance: path('guidance'),
    operatorQueue: path('operator_queue'),
    operatorQueueAgain: path('operator_queue?signed_in=yes'),
    exitEnqueue: absolute('exit_enqueue'),
    requestUrl: absolute('index'),
    statusCallbackUrl: absolute('status_callback'),
  };
}

/**
 * The queries that stand in our addresses, such as `?wrong_keys=1`; of those with a count, the ones
 * up to 2.
 */
export function listOwnQueries(): string[] {
  const urls = createWebhookUrls(new URL('http://localhost'), { user: '', password: '' });
  const addresses = Object.values(urls).flatMap((url: string | ((count: number) => string)) =>
    typeof url === 'string' ? [url] : [0, 1, 2].map(url),
  );
  return addresses.flatMap((address) => /\?.*/.exec(address) ?? []);
}

/** `user:password` as it stands in a URL, everything but plain letters and digits escaped. */
export function userInfo({ user, password }: Credentials): string {
  return `${escapeUserInfo(user)}:${escapeUserInfo(password)}`;
}

function escapeUserInfo(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
