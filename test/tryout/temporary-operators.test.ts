import { migrate } from '../../src/database/migrate';
import { listOperators } from '../../src/operators/operators-table';
import { obtainOperators } from '../../src/tryout/temporary-operators';
import { createOwnDatabase, DIALECTS } from '../support/test-database';

const AIKO = '+815011110001';
const WITH_PIN = '+815011110002';

describe.each(DIALECTS)('obtainOperators on %s', (dialect) => {
  it('has nobody dial in who would be asked for a PIN', async () => {
    const own = await createOwnDatabase(dialect);
    await migrate(own.db);
    await own.db.insertInto('operators').values({ telnum: AIKO, name: 'Aiko' }).execute();
    await own.db.insertInto('operators').values({ telnum: WITH_PIN, pin_hash: 'x' }).execute();
    const { numbers, known, removeAdded } = await obtainOperators(own.db, 2);
    const during = await listOperators(own.db);
    await removeAdded();
    const after = await listOperators(own.db);
    await own.close();
    expect(numbers).toEqual([AIKO, expect.stringMatching(/^\+81509\d{7}$/)]);
    expect(known).toEqual([AIKO, WITH_PIN, numbers[1]]);
    expect(during).toHaveLength(3);
    expect(after.map(({ telnum }) => telnum)).toEqual([AIKO, WITH_PIN]);
  });
});
