import { Cookie, CookieJar } from 'tough-cookie';

/** A user name and a password, unescaped. */
export interface Credentials {
  user: string;
  password: string;
}

/** What Twilio keeps between the requests of one call: cookies, and where it has signed in. */
export interface WebhookSession {
  /** The `Cookie` header for a request to `url` at `now`, empty where there is none. */
  cookiesFor(url: string, now: number): string;
  /**
   * Keeps the cookies of an answer, as a browser would. Gives false where one of them breaks
   * the protocol: it has no name or holds a control character
   * (https://www.twilio.com/docs/api/errors/11206).
   */
  keepCookies(setCookies: readonly string[], url: string, now: number): boolean;
  /** The credentials that `origin` has accepted. */
  credentialsFor(origin: string): Credentials | undefined;
  keepCredentials(origin: string, credentials: Credentials): void;
}

/** A session without anything in it: one per call for documents, another for its status callbacks. */
export function createWebhookSession(): WebhookSession {
  // Made when there is something to keep: sessions are many, and most see neither.
  let jar: CookieJar | undefined;
  let accepted: Map<string, Credentials> | undefined;
  return {
    cookiesFor(url, now) {
      if (jar === undefined) return '';
      // The jar knows only the real time, so what has expired on the exchange's clock is left out here.
      return jar
        .getCookiesSync(url, { expire: false, sort: true })
        .filter(({ expires }) => !(expires instanceof Date) || expires.getTime() > now)
        .map((cookie) => cookie.cookieString())
        .join('; ');
    },
    keepCookies(setCookies, url, now) {
      const cookies = setCookies.map((text) =>
        hasControlCharacter(text) ? undefined : Cookie.parse(text),
      );
      for (const cookie of cookies) {
        if (cookie === undefined) return false;
        if (typeof cookie.maxAge === 'number') {
          cookie.setExpires(new Date(now + cookie.maxAge * 1000));
          cookie.maxAge = null;
        }
        jar ??= createJar();
        jar.setCookieSync(cookie, url, { ignoreError: true, now: new Date(now) });
      }
      return true;
    },
    credentialsFor: (origin) => accepted?.get(origin),
    keepCredentials(origin, credentials) {
      accepted ??= new Map();
      accepted.set(origin, credentials);
    },
  };
}

function createJar(): CookieJar {
  // A server on this machine may have a name that no public one could have, such as `localhost`.
  return new CookieJar(undefined, { rejectPublicSuffixes: false });
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\x7f');
}
