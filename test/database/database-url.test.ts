import { openDatabase } from '../../src/database/database';
import { nameAddress, parseDatabaseUrl } from '../../src/database/database-url';
import { findPendingMigrations } from '../../src/database/migrate';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { UserError } from '../../src/errors';
import { createOwnDatabase } from '../support/test-database';

describe('parseDatabaseUrl', () => {
  it('reads a server, its parts decoded', () => {
    expect(parseDatabaseUrl('mysql://c%40c:p%2Fw%25@[::1]:3307/mini%20cc')).toEqual({
      dialect: 'mysql',
      hosts: [{ host: '::1', port: 3307 }],
      user: 'c@c',
      password: 'p/w%',
      database: 'mini cc',
      sslMode: 'DISABLED',
      describe: 'mysql://[::1]:3307/mini%20cc',
    });
  });

  it('reads several hosts, each with a port of its own or the usual one', () => {
    expect(
      parseDatabaseUrl('mysql://u:p,w@db1:3307,[fd00::2],10.0.0.3/d?ssl-mode=REQUIRED'),
    ).toEqual({
      dialect: 'mysql',
      hosts: [
        { host: 'db1', port: 3307 },
        { host: 'fd00::2', port: 3306 },
        { host: '10.0.0.3', port: 3306 },
      ],
      user: 'u',
      password: 'p,w',
      database: 'd',
      sslMode: 'REQUIRED',
      describe: 'mysql://db1:3307,[fd00::2],10.0.0.3/d',
    });
  });

  it.each([
    ['mysql://u:hush@a,b:3306,a:3306/d', 'must not name a host twice'],
    [`mysql://u:hush@${[...'abcdefghij'].join(',')}/d`, 'may name at most 9 hosts'],
    ['mysql://u:hush@a,,b/d', expect.stringMatching(/^must be mysql:.* by commas\)$/)],
    ['mysql://u:hush@a,b:99999/d', expect.stringMatching(/^must be mysql:/)],
  ])('refuses %s in one line that does not repeat it', (text, message) => {
    expect(() => parseDatabaseUrl(text)).toThrow(expect.objectContaining({ message }));
  });

  it.each([
    ['sqlite:var/minicc.db', 'var/minicc.db'],
    ['sqlite:/var/lib/minicc.db', '/var/lib/minicc.db'],
    ['sqlite:///var/lib/minicc.db', '/var/lib/minicc.db'],
  ])('reads the file of %s', (text, path) => {
    expect(parseDatabaseUrl(text)).toMatchObject({ dialect: 'sqlite', path });
  });

  it.each([
    '',
    'x',
    'sqlite:',
    'sqlite::memory:',
    'mysql:',
    'mysql://h',
    'mysql://h/',
    'mysql://u:p@ss/w:rd@h:3306/d',
    'mysql://h/d/e',
    'mysql://h,/d',
    'mysql://u:p@h1,h2',
    'postgres://h/d',
  ])('refuses "%s"', (text) => {
    expect(() => parseDatabaseUrl(text)).toThrow(UserError);
  });

  it.each(['ssl-mode=maybe', 'ssl=x', 'debug=true', 'ssl-mode=REQUIRED&debug=true'])(
    'refuses the parameter %s, which would not do what it says',
    (query) => {
      expect(() => parseDatabaseUrl(`mysql://u:hush@h/d?${query}`)).toThrow(
        /^may have no parameter but ssl-mode, one of DISABLED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY$/,
      );
    },
  );
});

describe('nameAddress', () => {
  it.each([
    ['db.example', 'db.example:3307'],
    ['2001:db8::1', '[2001:db8::1]:3307'],
  ])('writes %s as in a URL', (host, expected) => {
    expect(nameAddress({ host, port: 3307 })).toBe(expected);
  });
});

describe('ssl-mode=REQUIRED', () => {
  it('does not fall back to a plain connection', async () => {
    const own = await createOwnDatabase('mysql');
    const db = openDatabase(parseDatabaseUrl(`${own.url}?ssl-mode=REQUIRED`), COMMAND_BOUNDS);
    await expect(findPendingMigrations(db)).rejects.toThrow(/secure connection/);
    await db.destroy();
    await own.close();
  });
});
