import type { DialectName } from '../../../src/database/dialect-name';

/** What MySQL and SQLite call differently, where rows are made on the server. */
export interface DialectSql {
  /** Thirty-two hexadecimal digits in no order. */
  randomKey: string;
  /** The time of a number of seconds since 1970. */
  time(seconds: string): string;
  /** A number with zeros before it, as text. */
  padded(number: string, width: number): string;
  /** Texts, one after another. */
  joined(...texts: string[]): string;
}

/** Those of a dialect. */
export function dialectSql(dialect: DialectName): DialectSql {
  return dialect === 'mysql' ? MYSQL : SQLITE;
}

const MYSQL: DialectSql = {
  randomKey: 'MD5(CONCAT(n, RAND()))',
  time: (seconds) => `TIMESTAMPADD(SECOND, ${seconds}, '1970-01-01 00:00:00')`,
  padded: (number, width) => `LPAD(${number}, ${width}, '0')`,
  joined: (...texts) => `CONCAT(${texts.join(', ')})`,
};

const SQLITE: DialectSql = {
  randomKey: 'LOWER(HEX(RANDOMBLOB(16)))',
  time: (seconds) => `STRFTIME('%Y-%m-%d %H:%M:%f', ${seconds}, 'unixepoch')`,
  padded: (number, width) => `PRINTF('%0${width}d', ${number})`,
  joined: (...texts) => texts.join(' || '),
};
