import { parseAddress } from '../simulator/webhook/address';
import { signRequest } from '../simulator/webhook/sign';
import type { Credentials } from '../twilio/urls';
import { ask, type Reply } from './ask';

/** An installation, as its settings say it can be reached. */
export interface Target {
  /** Without credentials. */
  publicUrl: URL;
  /** Undefined where nobody knows the password. */
  credentials: Credentials | undefined;
  authToken: string | undefined;
}

/** How to ask. */
export interface VisitOptions {
  /** The parameters of a POST; absent for a GET. */
  form?: Readonly<Record<string, string>>;
  /** `key=value…`, without its question mark, letter by letter. */
  query?: string;
  /** Whether user name and password are sent. */
  isIntroduced?: boolean;
  /** What is signed in place of the address that is asked; null where nothing is. */
  signedAs?: URL | null;
  /** Where the request goes, if not to the public address: to the server itself, say. */
  via?: string | undefined;
}

/** As `visit` does, of one installation. */
export type Ask = (route: string, options?: VisitOptions) => Promise<Reply>;

/** Asks an installation as Twilio would, for a route such as `index`. */
export function visit(target: Target, route: string, options: VisitOptions = {}): Promise<Reply> {
  const { publicUrl, credentials, authToken } = target;
  const { form, query, isIntroduced = true, via } = options;
  const url = routeUrl(publicUrl, route, query);
  const signedAs = options.signedAs === undefined ? url : options.signedAs;
  const headers: Record<string, string> = {};
  if (isIntroduced && credentials) headers.Authorization = basicAuth(credentials);
  if (isIntroduced && authToken !== undefined && signedAs !== null) {
    headers['X-Twilio-Signature'] = sign(authToken, signedAs, form ?? {});
  }
  return ask({
    url: via === undefined ? url : new URL(`${via}${url.pathname}${url.search}`),
    headers,
    ...(form ? { form: new URLSearchParams(form) } : {}),
  });
}

/** The address of a route under `publicUrl`. */
export function routeUrl(publicUrl: URL, route: string, query?: string): URL {
  const basePath = publicUrl.pathname.replace(/\/+$/, '');
  return new URL(
    `${publicUrl.origin}${basePath}/${route}${query === undefined ? '' : `?${query}`}`,
  );
}

function basicAuth({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function sign(authToken: string, url: URL, form: Readonly<Record<string, string>>): string {
  const address = parseAddress(url.href);
  if (!address) throw new Error('no address that Twilio would ask');
  return signRequest(authToken, address, Object.entries(form));
}
