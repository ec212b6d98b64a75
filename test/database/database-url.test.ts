import { openDatabase } from '../../src/database/database';
import { parseDatabaseUrl } from '../../src/database/database-url';
import { findPendingMigrations } from '../../src/database/migrate';
import { COMMAND_BOUNDS } from '../../src/database/time-bounds';
import { UserError } from '../../src/errors';
import { createOwnDatabase } from '../support/test-database';

describe('parseDatabaseUrl', () => {
  it('reads a server, its parts decoded', () => {
    expect(parseDatabaseUrl('mysql://c%40c:p%2Fw%25@[::1]:3307/mini%20cc')).toEqual({
      dialect: 'mysql',
      host: '::1',
      port: 3307,
      user: 'c@c',
      password: 'p/w%',
      database: 'mini cc',
      sslMode: 'DISABLED',
      describe: 'mysql://[::1]:3307/mini%20cc',
    });
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

describe('ssl-mode=REQUIRED', () => {
  it('does not fall back to a plain connection', async () => {
    const own = await createOwnDatabase('mysql');
    const db = openDatabase(parseDatabaseUrl(`${own.url}?ssl-mode=REQUIRED`), COMMAND_BOUNDS);
    await expect(findPendingMigrations(db)).rejects.toThrow(/secure connection/);
    await db.destroy();
    await own.close();
  });
});
