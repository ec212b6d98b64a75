import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Purpose, readConfig, SETTINGS } from '../src/config';
import { UserError } from '../src/errors';
import { en } from '../src/prompts/en';
import { ja } from '../src/prompts/ja';
import { userErrorOf } from './support/user-error';

const ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';

const folder = mkdtempSync(join(tmpdir(), 'minicc-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function promptsFile(content: string): string {
  const path = join(folder, 'prompts.yaml');
  writeFileSync(path, content);
  return path;
}

function faults(...lines: string[]): Error {
  return userErrorOf('These settings have to be corrected:', ...lines.map((line) => `  ${line}`));
}

function refuse(environment: NodeJS.ProcessEnv, purpose: Purpose): string {
  try {
    readConfig(environment, purpose);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

describe('readConfig', () => {
  it('has defaults for everything', () => {
    expect(readConfig({}, 'server')).toEqual({
      server: { host: '0.0.0.0', port: 3000 },
      workers: 1,
      publicUrl: undefined,
      basicAuth: { user: 'minicc', password: undefined },
      trustProxy: false,
      twilioAccountSid: undefined,
      twilioAuthToken: undefined,
      database: {
        dialect: 'sqlite',
        path: 'var/minicc.db',
        describe: 'sqlite:var/minicc.db',
      },
      databaseTimeoutMs: 500,
      spoolPath: 'var/spool.db',
      miniccV2TimeZone: undefined,
      callFlow: {
        queueName: 'support',
        menuTries: 3,
        wrapUpSeconds: 3,
        holdMusicUrl:
          'http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3',
      },
      prompts: { language: 'ja-JP', voice: undefined, catalogue: ja },
      defaultCountry: 'JP',
      reports: {
        zone: 'Asia/Tokyo',
        standard: {
          serviceLevel: 'SL6',
          thresholdSeconds: 20,
          abandonmentRate: 'AR2',
          shortAbandonSeconds: 5,
        },
      },
      simulator: true,
      log: { level: 'info', numbers: 'masked' },
    });
  });

  it('reads every setting', () => {
    const environment = {
      PORT: '8080',
      HOST: '127.0.0.1',
      WEB_CONCURRENCY: '4',
      PUBLIC_URL: 'https://cc.example/a#rc=2',
      TRUST_PROXY: '127.0.0.1, 10.0.0.0/8',
      BASIC_AUTH_USER: 'user',
      BASIC_AUTH_PASSWORD: 'p@ss :/',
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: 'token',
      DATABASE_URL: 'mysql://cc:p%40ss@db.example:3307/minicc',
      DATABASE_TIMEOUT_MS: '800',
      SPOOL_PATH: '/spool/rows.db',
      MINICC_V2_TIME_ZONE: '+09:00',
      QUEUE_NAME: 'サポート',
      MENU_TRIES: '5',
      WRAP_UP_SECONDS: '30',
      HOLD_MUSIC_URL: 'https://music.example/hold.mp3',
      LANGUAGE: 'en_GB:en',
      VOICE: 'Polly.Amy',
      PROMPTS_FILE: promptsFile('menu: Good morning.'),
      DEFAULT_COUNTRY: 'gb',
      TIME_ZONE: 'europe/london',
      SERVICE_LEVEL: 'SL1',
      SERVICE_LEVEL_SECONDS: '30',
      ABANDONMENT_RATE: 'AR4',
      SHORT_ABANDON_SECONDS: '10',
      SIMULATOR: 'off',
      LOG_LEVEL: 'debug',
      LOG_NUMBERS: 'full',
      NODE_ENV: 'production',
    };
    expect(Object.keys(environment)).toEqual(SETTINGS);
    expect(readConfig(environment, 'server')).toEqual({
      server: { host: '127.0.0.1', port: 8080 },
      workers: 4,
      publicUrl: new URL('https://cc.example/a#rc=2'),
      basicAuth: { user: 'user', password: 'p@ss :/' },
      trustProxy: ['127.0.0.1', '10.0.0.0/8'],
      twilioAccountSid: ACCOUNT_SID,
      twilioAuthToken: 'token',
      database: {
        dialect: 'mysql',
        hosts: [{ host: 'db.example', port: 3307 }],
        user: 'cc',
        password: 'p@ss',
        database: 'minicc',
        sslMode: 'DISABLED',
        describe: 'mysql://db.example:3307/minicc',
      },
      databaseTimeoutMs: 800,
      spoolPath: '/spool/rows.db',
      miniccV2TimeZone: '+09:00',
      callFlow: {
        queueName: 'サポート',
        menuTries: 5,
        wrapUpSeconds: 30,
        holdMusicUrl: 'https://music.example/hold.mp3',
      },
      prompts: {
        language: 'en-GB',
        voice: 'Polly.Amy',
        catalogue: { ...en, menu: 'Good morning.' },
      },
      defaultCountry: 'GB',
      reports: {
        zone: 'Europe/London',
        standard: {
          serviceLevel: 'SL1',
          thresholdSeconds: 30,
          abandonmentRate: 'AR4',
          shortAbandonSeconds: 10,
        },
      },
      simulator: false,
      log: { level: 'debug', numbers: 'full' },
    });
  });

  it('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(SETTINGS.map((name) => [name, '']));
    expect(readConfig(empty, 'server')).toEqual(readConfig({}, 'server'));
  });

  it('passes over variables that are not its own', () => {
    expect(readConfig({ PATH: '/bin', port: '1' }, 'server')).toEqual(readConfig({}, 'server'));
  });

  it.each([
    ['PORT', '0', { server: { port: 0 } }],
    ['PORT', '65535', { server: { port: 65_535 } }],
    ['PUBLIC_URL', 'http://localhost:3000', { publicUrl: new URL('http://localhost:3000') }],
    ['TRUST_PROXY', '2', { trustProxy: 2 }],
    ['TRUST_PROXY', '::1', { trustProxy: ['::1'] }],
    ['DATABASE_TIMEOUT_MS', '50', { databaseTimeoutMs: 50 }],
    ['DATABASE_TIMEOUT_MS', '5000', { databaseTimeoutMs: 5000 }],
    ['SPOOL_PATH', '/a b.db', { spoolPath: '/a b.db' }],
    ['MENU_TRIES', '1', { callFlow: { menuTries: 1 } }],
    ['MENU_TRIES', '99', { callFlow: { menuTries: 99 } }],
    ['WRAP_UP_SECONDS', '1', { callFlow: { wrapUpSeconds: 1 } }],
    ['WRAP_UP_SECONDS', '600', { callFlow: { wrapUpSeconds: 600 } }],
    ['QUEUE_NAME', 'q'.repeat(63), { callFlow: { queueName: 'q'.repeat(63) } }],
    ['LANGUAGE', 'ru', { prompts: { language: 'ru-RU' } }],
    ['VOICE', 'Polly.Mizuki', { prompts: { voice: 'Polly.Mizuki' } }],
    ['MINICC_V2_TIME_ZONE', 'Asia/Tokyo', { miniccV2TimeZone: 'Asia/Tokyo' }],
    ['MINICC_V2_TIME_ZONE', '-5:00', { miniccV2TimeZone: '-5:00' }],
    ['TIME_ZONE', 'UTC', { reports: { zone: 'UTC' } }],
    ['TIME_ZONE', 'Asia/Kathmandu', { reports: { zone: 'Asia/Kathmandu' } }],
    ['SERVICE_LEVEL_SECONDS', '1', { reports: { standard: { thresholdSeconds: 1 } } }],
    ['SERVICE_LEVEL_SECONDS', '3600', { reports: { standard: { thresholdSeconds: 3600 } } }],
    ['SHORT_ABANDON_SECONDS', '0', { reports: { standard: { shortAbandonSeconds: 0 } } }],
    ['SHORT_ABANDON_SECONDS', '3600', { reports: { standard: { shortAbandonSeconds: 3600 } } }],
    ['LOG_LEVEL', 'silent', { log: { level: 'silent' } }],
    ['LOG_NUMBERS', 'masked', { log: { numbers: 'masked' } }],
    ['DATABASE_URL', 'sqlite:/a b.db', { database: { dialect: 'sqlite', path: '/a b.db' } }],
    ['DATABASE_URL', 'sqlite:///a.db', { database: { dialect: 'sqlite', path: '/a.db' } }],
  ])('takes %s=%s', (name, value, config) => {
    expect(readConfig({ [name]: value }, 'server')).toMatchObject(config);
  });

  const LANGUAGES = 'ja-JP, en-US, en-GB, en-AU, en-IN, en-IE, en-NZ, en-ZA, en-GB-WLS, ru-RU';
  const CONTROL = 'must not hold control characters';
  const MYSQL =
    'must be mysql://USER:PASSWORD@HOST:PORT/DATABASE or sqlite:PATH (percent-encode special characters in the password; separate several HOST:PORT by commas)';
  const rows: [name: string, value: string, fault: string][] = [
    ...['http', '-1', '65536', '3000.5', ' 3000', '3e3', '0x10', '９', '9'.repeat(20)].map(
      (value): [string, string, string] => [
        'PORT',
        value,
        'must be a whole number from 0 to 65535',
      ],
    ),
    ['HOST', 'a\u0000b', CONTROL],
    ['PUBLIC_URL', 'cc.example', 'must be a complete address (https or http)'],
    ['PUBLIC_URL', 'https://', 'must be a complete address (https or http)'],
    ['PUBLIC_URL', 'ftp://cc.example', 'must be a complete address (https or http)'],
    [
      'PUBLIC_URL',
      'https://user:secret@cc.example',
      'must not hold a user name or password; set BASIC_AUTH_USER and BASIC_AUTH_PASSWORD',
    ],
    [
      'PUBLIC_URL',
      'https://:secret@cc.example',
      'must not hold a user name or password; set BASIC_AUTH_USER and BASIC_AUTH_PASSWORD',
    ],
    ['PUBLIC_URL', 'https://cc.example/?a=1', 'must not hold a query'],
    [
      'PUBLIC_URL',
      'https://call_centre.example',
      'must not have an underscore in its host name: Twilio does not accept it',
    ],
    ...['0', '10', 'yes', 'proxy.example', '127.0.0.1,'].map((value): [string, string, string] => [
      'TRUST_PROXY',
      value,
      'must be how many proxies stand in front (1-9), or their addresses or networks, ' +
        'separated by commas, as 127.0.0.1, 10.0.0.0/8',
    ]),
    ['BASIC_AUTH_USER', 'a:b', 'must not hold a colon'],
    ['BASIC_AUTH_USER', 'a\nb', CONTROL],
    ['BASIC_AUTH_PASSWORD', 'a\tb', CONTROL],
    ...['AC123', 'SK0123456789abcdef0123456789abcdef', ` ${ACCOUNT_SID}`].map(
      (value): [string, string, string] => [
        'TWILIO_ACCOUNT_SID',
        value,
        'must be AC and 32 hexadecimal digits',
      ],
    ),
    ['TWILIO_AUTH_TOKEN', 'a\rb', CONTROL],
    ['DATABASE_URL', 'postgres://db.example/minicc', MYSQL],
    ['DATABASE_URL', 'mysql://db.example', MYSQL],
    ['DATABASE_URL', 'mysql://db.example/', MYSQL],
    ['DATABASE_URL', 'mysql:///minicc', MYSQL],
    ['DATABASE_URL', 'var/minicc.db', MYSQL],
    ['DATABASE_URL', 'sqlite:', 'must name a file after sqlite:, as in sqlite:var/minicc.db'],
    [
      'DATABASE_URL',
      'sqlite::memory:',
      'must name a file after sqlite:, as in sqlite:var/minicc.db',
    ],
    ...['49', '5001', '0.5', '500ms'].map((value): [string, string, string] => [
      'DATABASE_TIMEOUT_MS',
      value,
      'must be a whole number from 50 to 5000',
    ]),
    ['SPOOL_PATH', 'a\u0000b', CONTROL],
    ['MINICC_V2_TIME_ZONE', '9', 'must be an offset or a zone, as +09:00'],
    ['MINICC_V2_TIME_ZONE', "Asia/Tokyo'", 'must be an offset or a zone, as +09:00'],
    ['QUEUE_NAME', 'q'.repeat(64), 'must not be longer than 63 characters'],
    ['QUEUE_NAME', 'a\u007fb', CONTROL],
    ...['0', '100', 'three'].map((value): [string, string, string] => [
      'MENU_TRIES',
      value,
      'must be a whole number from 1 to 99',
    ]),
    ...['0', '601', '-3'].map((value): [string, string, string] => [
      'WRAP_UP_SECONDS',
      value,
      'must be a whole number from 1 to 600',
    ]),
    ['HOLD_MUSIC_URL', 'hold.mp3', 'must be a complete address (https or http)'],
    ['HOLD_MUSIC_URL', 'httpx://music.example', 'must be a complete address (https or http)'],
    ['HOLD_MUSIC_URL', 'file:///hold.mp3', 'must be a complete address (https or http)'],
    ['LANGUAGE', 'fr-FR', `must be one of ${LANGUAGES}`],
    ['VOICE', 'woman', 'woman does not speak ja-JP'],
    ['VOICE', 'Google.en-US-Wavenet-A', 'Google.en-US-Wavenet-A does not speak ja-JP'],
    ['VOICE', 'alice', 'must be a voice such as Polly.Tomoko-Neural or Google.ja-JP-Wavenet-B'],
    ['PROMPTS_FILE', 'a\u0000b', CONTROL],
    ['DEFAULT_COUNTRY', 'Japan', 'must be the two letters of a country, as JP'],
    ['DEFAULT_COUNTRY', 'ZZ', 'must be the two letters of a country, as JP'],
    ...['JST', 'Japan', '+09:00', 'Asia/Edo', ' '].map((value): [string, string, string] => [
      'TIME_ZONE',
      value,
      'must be a time zone by its IANA name, as Asia/Tokyo or UTC',
    ]),
    ...['SL7', 'sl6', '80/20'].map((value): [string, string, string] => [
      'SERVICE_LEVEL',
      value,
      'must be one of SL1, SL2, SL3, SL4, SL5, SL6',
    ]),
    ...['0', '3601', '20s'].map((value): [string, string, string] => [
      'SERVICE_LEVEL_SECONDS',
      value,
      'must be a whole number from 1 to 3600',
    ]),
    ['ABANDONMENT_RATE', 'AR5', 'must be one of AR1, AR2, AR3, AR4'],
    ...['-1', '3601', '2.5'].map((value): [string, string, string] => [
      'SHORT_ABANDON_SECONDS',
      value,
      'must be a whole number from 0 to 3600',
    ]),
    ['SIMULATOR', 'yes', 'must be on, off or beside-twilio'],
    ['WEB_CONCURRENCY', '0', 'must be a whole number from 1 to 64'],
    ['WEB_CONCURRENCY', '65', 'must be a whole number from 1 to 64'],
    ['WEB_CONCURRENCY', 'auto', 'must be a whole number from 1 to 64'],
    ['LOG_LEVEL', 'verbose', 'must be one of fatal, error, warn, info, debug, trace, silent'],
    ['LOG_NUMBERS', 'yes', 'must be masked or full'],
  ];

  it.each(rows)('refuses %s=%j', (name, value, fault) => {
    const environment = { PUBLIC_URL: 'https://cc.example', [name]: value };
    expect(() => readConfig(environment, 'server')).toThrow(faults(`${name} ${fault}`));
  });

  it('checks every setting but NODE_ENV, in which anything may stand', () => {
    const checked = new Set(rows.map(([name]) => name));
    expect(SETTINGS.filter((name) => !checked.has(name))).toEqual(['NODE_ENV']);
  });

  it('names every fault of one setting', () => {
    expect(() => readConfig({ PUBLIC_URL: 'https://u:p@a_b.example/?c' }, 'server')).toThrow(
      faults(
        'PUBLIC_URL must not hold a user name or password; set BASIC_AUTH_USER and BASIC_AUTH_PASSWORD',
        'PUBLIC_URL must not hold a query',
        'PUBLIC_URL must not have an underscore in its host name: Twilio does not accept it',
      ),
    );
  });

  it('names every fault in one message, those between settings too', () => {
    const environment = {
      PORT: 'http',
      MENU_TRIES: '0',
      LANGUAGE: 'ru',
      VOICE: 'man',
      LOG_LEVEL: 'loud',
      NODE_ENV: 'production',
    };
    expect(() => readConfig(environment, 'server')).toThrow(
      faults(
        'PORT must be a whole number from 0 to 65535',
        'MENU_TRIES must be a whole number from 1 to 99',
        'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
        'VOICE man does not speak ru-RU',
        'BASIC_AUTH_PASSWORD must be set where NODE_ENV is production',
      ),
    );
  });

  it('finds no fault with the voice where the language is at fault', () => {
    expect(() => readConfig({ LANGUAGE: 'xx', VOICE: 'man' }, 'server')).toThrow(
      faults(`LANGUAGE must be one of ${LANGUAGES}`),
    );
  });

  it.each([undefined, ''])(
    'refuses to serve in production without a password (%j)',
    (BASIC_AUTH_PASSWORD) => {
      const environment = { NODE_ENV: 'production', BASIC_AUTH_PASSWORD };
      expect(() => readConfig(environment, 'server')).toThrow(
        faults('BASIC_AUTH_PASSWORD must be set where NODE_ENV is production'),
      );
    },
  );

  it('runs commands in production without a password', () => {
    expect(readConfig({ NODE_ENV: 'production' }, 'command').basicAuth.password).toBeUndefined();
  });

  it('serves outside production without a password', () => {
    expect(readConfig({ NODE_ENV: 'staging' }, 'server').basicAuth.password).toBeUndefined();
  });

  it('never repeats a password or token', () => {
    const secret = 's3cr3t';
    const environment = {
      PUBLIC_URL: `https://user:${secret}@a_b.example`,
      BASIC_AUTH_PASSWORD: `${secret}\n`,
      TWILIO_AUTH_TOKEN: `${secret}\n`,
      DATABASE_URL: `mysql://user:${secret}@/minicc`,
      HOLD_MUSIC_URL: `ftp://user:${secret}@music.example`,
      PORT: 'http',
    };
    const message = refuse(environment, 'server');
    for (const name of Object.keys(environment)) expect(message).toContain(`  ${name} `);
    expect(message).not.toContain(secret);
  });

  it('describes the database without its password', () => {
    const { database } = readConfig(
      { DATABASE_URL: 'mysql://cc:s3cr3t@db.example/minicc' },
      'server',
    );
    expect(database.describe).toBe('mysql://db.example/minicc');
  });
});

describe('a signature without an address to check it for', () => {
  it('is refused, for every call would be', () => {
    expect(refuse({ TWILIO_AUTH_TOKEN: 'x' }, 'server')).toContain(
      '  PUBLIC_URL must be set where',
    );
    const PUBLIC_URL = 'https://cc.example';
    expect(readConfig({ TWILIO_AUTH_TOKEN: 'x', PUBLIC_URL }, 'server').twilioAuthToken).toBe('x');
  });
});

describe('a spool in the file of the database', () => {
  it.each([
    [{ SPOOL_PATH: 'var/minicc.db' }],
    [{ SPOOL_PATH: 'x/../var/./minicc.db' }],
    [{ DATABASE_URL: 'sqlite:var/spool.db' }],
    [{ DATABASE_URL: 'sqlite:///data/rows.db', SPOOL_PATH: '/data/rows.db' }],
  ])('is refused: %j', (environment) => {
    expect(refuse(environment, 'server').split('\n').slice(1)).toEqual([
      '  SPOOL_PATH must be another file than that of DATABASE_URL: rows wait there for it',
    ]);
  });

  it('is none beside a MySQL database', () => {
    const environment = { DATABASE_URL: 'mysql://h/minicc', SPOOL_PATH: 'minicc' };
    expect(readConfig(environment, 'server').spoolPath).toBe('minicc');
  });
});

describe('the browser handsets', () => {
  const live = { TWILIO_AUTH_TOKEN: 'x', PUBLIC_URL: 'https://cc.example' };
  const production = { NODE_ENV: 'production', BASIC_AUTH_PASSWORD: 'x' };

  it.each([
    [{}, true],
    [{ SIMULATOR: 'off' }, false],
    [production, false],
    [{ ...production, SIMULATOR: 'on' }, true],
    [live, false],
    [{ ...live, SIMULATOR: 'off' }, false],
    [{ ...live, SIMULATOR: 'beside-twilio' }, true],
    [{ WEB_CONCURRENCY: '1' }, true],
    [{ WEB_CONCURRENCY: '2' }, false],
  ])('with %j: %j', (environment, isOn) => {
    expect(readConfig(environment, 'server').simulator).toBe(isOn);
  });

  it('are refused beside live credentials unless that is said to be meant', () => {
    expect(refuse({ ...live, SIMULATOR: 'on' }, 'server')).toContain(
      '  SIMULATOR is on where TWILIO_AUTH_TOKEN is set',
    );
  });
});

describe('more than one worker', () => {
  it.each(['on', 'beside-twilio'])('is refused where SIMULATOR is %s', (SIMULATOR) => {
    expect(refuse({ SIMULATOR, WEB_CONCURRENCY: '2' }, 'server')).toContain(
      '  SIMULATOR must be off where WEB_CONCURRENCY is above 1',
    );
    expect(readConfig({ SIMULATOR, WEB_CONCURRENCY: '1' }, 'server').simulator).toBe(true);
  });
});

describe('a setting that would fail only later', () => {
  it.each([
    ['PUBLIC_URL', 'https://cc.example//a', 'must not have an empty part in its path'],
    ['DATABASE_URL', 'mysql://user:100%@db.example/minicc', 'must be mysql://'],
    ['QUEUE_NAME', ' ', 'must not be blank'],
    ['MINICC_V2_TIME_ZONE', '+99:99', 'must be an offset or a zone'],
    ['VOICE', 'Polly.Joanna', 'Polly.Joanna does not speak ja-JP'],
  ])('is refused at once: %s=%s', (name, value, fault) => {
    expect(refuse({ [name]: value }, 'server')).toContain(`  ${name} ${fault}`);
  });
});

describe('a file of prompts with faults', () => {
  it('is told of in one message with all other faults', () => {
    const PROMPTS_FILE = promptsFile('menu: ""\nmenyu: x\n');
    expect(refuse({ PORT: 'x', PROMPTS_FILE }, 'server').split('\n')).toEqual([
      'These settings have to be corrected:',
      '  PORT must be a whole number from 0 to 65535',
      `  PROMPTS_FILE ${PROMPTS_FILE} has to be corrected:`,
      '    menu: is empty',
      expect.stringMatching(/^ {4}menyu: there is no such prompt/),
    ]);
  });

  it('is of no concern to a command', () => {
    expect(readConfig({ PROMPTS_FILE: 'no.yaml' }, 'command').prompts.catalogue).toEqual(ja);
  });
});
