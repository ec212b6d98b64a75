import type { WebhookUrls } from './urls';

/** How the addresses may be shown. */
export interface SetupOptions {
  isPublicUrlSet: boolean;
  /** The password is new: this is the one time it is shown. */
  showPassword: boolean;
  /** Where a generated password is kept. */
  passwordFile: string | undefined;
  /** Under which all addresses are. */
  publicUrl: URL;
  /** Where the browser handsets are, as seen from this machine. */
  handsetsUrl?: string | undefined;
}

/** The addresses to paste into Twilio's console, and those to open, as lines for a person. */
export function describeSetup(urls: WebhookUrls, options: SetupOptions): string {
  const page = (name: string) => `${options.publicUrl.origin}${urls.basePath}/${name}`;
  const show = options.showPassword ? (url: string) => url : hidePassword;
  return [
    'Paste these into the settings of your Twilio number:',
    `  Request URL, for "A call comes in":             ${show(urls.requestUrl)}`,
    `  Status Callback URL, for "Call status changes": ${show(urls.statusCallbackUrl)}`,
    ...(options.passwordFile === undefined
      ? []
      : [`  The password is kept in ${options.passwordFile}; "npx minicc urls" shows it.`]),
    ...(options.isPublicUrlSet
      ? []
      : ['  Twilio cannot reach this machine by that name: set PUBLIC_URL to its public address.']),
    ...(options.handsetsUrl === undefined
      ? []
      : [`Or try it without Twilio, with telephones in your browser: ${options.handsetsUrl}`]),
    'For yourself, with the user name and password of these:',
    `  Reports, on what happened:                      ${page('reports/')}`,
    `  Wallboard, on what happens now:                 ${page('wallboard')}`,
    '',
  ].join('\n');
}

function hidePassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':PASSWORD@');
}
