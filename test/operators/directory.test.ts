import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/database/migrate';
import { createLogger } from '../../src/http/log';
import { createOperatorDirectory, type OperatorDirectory } from '../../src/operators/directory';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const OPERATOR = '+815011112222';
const CUSTOMER = '+819012345678';
const log = createLogger({ level: 'silent', numbers: 'masked' });

/** What happens when the real server is hung or dead is shown in test/faults. */
describe.each(DIALECTS)('the operator directory on %s', (dialect) => {
  let own: OwnDatabase;
  let directory: OperatorDirectory;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await add(OPERATOR);
    directory = createOperatorDirectory({ db: own.db, log });
  });
  afterEach(async () => {
    directory.close();
    await own.close();
  });

  const add = (telnum: string) =>
    own.db.insertInto('operators').values({ telnum, name: null }).execute();
  const loseTable = () => own.db.schema.dropTable('operators').execute();

  it('tells operators from customers', async () => {
    expect(await directory.recognise(OPERATOR)).toBe('operator');
    expect(await directory.recognise(CUSTOMER)).toBe('customer');
  });

  it('knows nobody while the table was never read', async () => {
    await loseTable();
    expect(await directory.recognise(OPERATOR)).toBe('unknown');
    expect(await directory.recognise(CUSTOMER)).toBe('unknown');
  });

  it('takes a withheld caller for a customer without asking', async () => {
    await loseTable();
    expect(await directory.recognise('Anonymous')).toBe('customer');
  });

  it('remembers the table when it can no longer be asked', async () => {
    await directory.refresh();
    await loseTable();
    expect(await directory.recognise(OPERATOR)).toBe('operator');
    expect(await directory.recognise(CUSTOMER)).toBe('customer');
  });

  it('remembers the whole table from the first lookup on', async () => {
    await add('+815099999999');
    await directory.recognise(CUSTOMER);
    // The table is read after the caller is answered.
    await sleep(300);
    await loseTable();
    expect(await directory.recognise('+815099999999')).toBe('operator');
  });

  it('remembers what lookups told since', async () => {
    await directory.refresh();
    await add(CUSTOMER);
    await own.db.deleteFrom('operators').where('telnum', '=', OPERATOR).execute();
    await directory.recognise(CUSTOMER);
    await directory.recognise(OPERATOR);
    await loseTable();
    expect(await directory.recognise(CUSTOMER)).toBe('operator');
    expect(await directory.recognise(OPERATOR)).toBe('customer');
  });

  it('reads the table again in the background', async () => {
    const other = createOperatorDirectory({ db: own.db, log, refreshMs: 20 });
    await other.refresh();
    await add('+815099999999');
    await sleep(300);
    await loseTable();
    expect(await other.recognise('+815099999999')).toBe('operator');
    other.close();
  });

  it('does not take a list for newer that was read before a lookup', async () => {
    await directory.refresh();
    await add(CUSTOMER);
    const slow = directory.refresh();
    await directory.recognise(CUSTOMER);
    await own.db.deleteFrom('operators').where('telnum', '=', CUSTOMER).execute();
    await Promise.all([slow, directory.recognise(CUSTOMER)]);
    await loseTable();
    expect(await directory.recognise(CUSTOMER)).toBe('customer');
  });
});
