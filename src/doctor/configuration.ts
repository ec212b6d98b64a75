import { statSync } from 'node:fs';
import { describeError } from '../errors';
import { PASSWORD_FILE, readKeptPassword } from '../http/kept-password';
import { isOfThisMachine } from '../twilio/this-machine';
import type { Credentials } from '../twilio/urls';
import { type Finding, fault, ok, warning } from './finding';
import type { Settings } from './settings';

/** What the settings say of themselves, without asking anybody. */
export function* examineConfiguration(settings: Settings): Generator<Finding> {
  yield ok('The settings can be read.');
  yield examinePassword(settings);
  yield* examinePublicUrlSetting(settings);
  yield* examineToken(settings);
  yield* examineOpenness(settings);
  yield* examineSecretsFile();
}

/** Who may ask, as far as it is known without making a password up. */
export function findCredentials({ config }: Settings): Credentials | undefined {
  const { user, password } = config.basicAuth;
  try {
    const known = password ?? readKeptPassword();
    return known === undefined ? undefined : { user, password: known };
  } catch {
    return undefined; // the finding on the password says why
  }
}

const LEAST_PASSWORD = 12;

function examinePassword({ config }: Settings): Finding {
  const { password } = config.basicAuth;
  if (password === undefined) return examineKeptPassword();
  return password.length < LEAST_PASSWORD
    ? warning(
        `BASIC_AUTH_PASSWORD has fewer than ${LEAST_PASSWORD} characters.`,
        'Choose a long one; then paste the addresses of "npx minicc urls" into Twilio again.',
      )
    : ok('BASIC_AUTH_PASSWORD is set.');
}

function examineKeptPassword(): Finding {
  try {
    if (readKeptPassword() !== undefined) return ok(`The password is kept in ${PASSWORD_FILE}.`);
    return fault(
      `There is no password: BASIC_AUTH_PASSWORD is not set, and ${PASSWORD_FILE} is not here.`,
      'Ask from the folder in which minicc runs; or start minicc once, which makes one up.',
    );
  } catch (error) {
    return fault(
      `${PASSWORD_FILE} cannot be read: ${describeError(error)}`,
      'Ask as the user that minicc runs as, or set BASIC_AUTH_PASSWORD.',
    );
  }
}

function* examinePublicUrlSetting({ config }: Settings): Generator<Finding> {
  const { publicUrl, trustProxy } = config;
  if (publicUrl === undefined) {
    yield fault(
      'PUBLIC_URL is not set: Twilio cannot reach this server.',
      'Set it to the https address at which the internet reaches minicc, as https://calls.example.com.',
    );
    return;
  }
  if (isOfThisMachine(publicUrl.hostname)) {
    yield warning(
      `PUBLIC_URL ${publicUrl.origin} means this machine, which Twilio cannot reach.`,
      'For calls from Twilio, set it to the https address at which the internet reaches minicc.',
    );
  } else if (publicUrl.protocol === 'http:') {
    yield warning(
      'PUBLIC_URL begins with http: the password and your customers’ numbers can be read on the way.',
      'Have the proxy in front of minicc answer https, and set PUBLIC_URL to https.',
    );
  } else {
    yield ok(`PUBLIC_URL is ${publicUrl.origin}${publicUrl.pathname.replace(/\/$/, '')}.`);
    if (trustProxy === false) {
      yield warning(
        'TRUST_PROXY is not set: the log shows the proxy’s address in place of who asked.',
        'Set TRUST_PROXY to the address of the proxy: to 127.0.0.1 if it runs on this machine.',
      );
    }
  }
}

function* examineToken({ config }: Settings): Generator<Finding> {
  if (config.twilioAuthToken !== undefined) {
    yield ok('TWILIO_AUTH_TOKEN is set: only requests that Twilio signed are answered.');
    return;
  }
  yield warning(
    'TWILIO_AUTH_TOKEN is not set: whoever has the password is taken for Twilio.',
    'Set it to the Auth Token of your Twilio account, and start minicc again.',
  );
}

function* examineOpenness({ config, environment }: Settings): Generator<Finding> {
  const { publicUrl, simulator } = config;
  if (publicUrl === undefined || isOfThisMachine(publicUrl.hostname)) return;
  if (simulator) {
    yield warning(
      'The telephones in the browser are there in public: whoever has the password can call as anybody.',
      'Set SIMULATOR=off, and start minicc again.',
    );
  }
  if (environment.NODE_ENV !== 'production') {
    yield warning(
      'NODE_ENV is not production, where a server without BASIC_AUTH_PASSWORD would not start.',
      'Set NODE_ENV=production.',
    );
  }
}

const OTHERS = 0o077;

function* examineSecretsFile(): Generator<Finding> {
  const mode = statSync('.env', { throwIfNoEntry: false })?.mode;
  // Windows keeps rights elsewhere.
  if (mode === undefined || process.platform === 'win32') return;
  if ((mode & OTHERS) === 0) yield ok('.env can be read by its owner alone.');
  else
    yield warning(
      '.env holds secrets, and other users of this machine can read it.',
      'chmod 600 .env',
    );
}
