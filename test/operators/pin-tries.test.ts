import type { KyselyPlugin } from 'kysely';
import { migrate } from '../../src/database/migrate';
import { rememberBounds, webhookBounds } from '../../src/database/time-bounds';
import {
  findOperator,
  listOperatorsInFull,
  saveOperator,
} from '../../src/operators/operators-table';
import {
  giveBackTries,
  isLocked,
  type PinTry,
  setPinHash,
  takePinTry,
} from '../../src/operators/pin-tries';
import { createOwnDatabase, DIALECTS, type OwnDatabase } from '../support/test-database';

const OPERATOR = '+815011112222';
const OTHER = '+815011113333';
const NOON = new Date('2026-04-04T12:00:00.000Z');
const at = (minutes: number, ms = 0) => new Date(NOON.getTime() + minutes * 60_000 + ms);

describe.each(DIALECTS)('the tries of a PIN on %s', (dialect) => {
  let own: OwnDatabase;
  beforeEach(async () => {
    own = await createOwnDatabase(dialect);
    await migrate(own.db);
    for (const telnum of [OPERATOR, OTHER]) {
      await saveOperator(own.db, { telnum, name: null });
      await setPinHash(own.db, telnum, 'hash');
    }
  });
  afterEach(() => own.close());

  async function take(count: number, now = NOON): Promise<PinTry[]> {
    const taken: PinTry[] = [];
    while (taken.length < count) taken.push(await takePinTry(own.db, OPERATOR, now));
    return taken;
  }

  const find = (telnum = OPERATOR) => findOperator(own.db, telnum);

  it('are six, and the last one locks the number for an hour', async () => {
    expect(await take(5)).toEqual(Array(5).fill('taken'));
    expect(await find()).toMatchObject({ pin_failures: 5, pin_locked_until: null });
    expect(await take(3)).toEqual(['taken', 'locked', 'locked']);
    expect(await find()).toMatchObject({ pin_locked_until: '2026-04-04 13:00:00.000' });
    expect((await listOperatorsInFull(own.db))[0]).toEqual({ ...(await find()), name: null });
    expect(await takePinTry(own.db, OPERATOR, at(60, -1))).toBe('locked');
  });

  it('are six again when the hour is over', async () => {
    await take(6);
    expect(await take(7, at(60))).toEqual([...Array(6).fill('taken'), 'locked']);
    expect(await find()).toMatchObject({ pin_locked_until: '2026-04-04 14:00:00.000' });
  });

  it('are taken after a collision, and none where a try may have been taken already', async () => {
    const tryAfter = (code: string) => {
      const db = own.db.withPlugin(failOnce(code));
      rememberBounds(db, webhookBounds(1000));
      return takePinTry(db, OPERATOR, NOON);
    };
    expect(await tryAfter('ER_LOCK_DEADLOCK')).toBe('taken');
    const code = 'PROTOCOL_CONNECTION_LOST';
    await expect(tryAfter(code)).rejects.toMatchObject({ code });
    expect(await find()).toMatchObject({ pin_failures: 1 });
  });

  it('are no more for callers who try at the same moment', async () => {
    const taken = await Promise.all(
      Array.from({ length: 30 }, () => takePinTry(own.db, OPERATOR, NOON)),
    );
    expect(taken.filter((pinTry) => pinTry === 'taken')).toHaveLength(6);
  });

  it('belong to one number, and there are none of a number that is no operator’s', async () => {
    await take(6);
    expect(await find(OTHER)).toMatchObject({ pin_failures: 0, pin_locked_until: null });
    expect(await takePinTry(own.db, OTHER, NOON)).toBe('taken');
    expect(await takePinTry(own.db, '+81', NOON)).toBe('absent');
  });

  it('are given back, also where there is nothing to give', async () => {
    await take(6);
    expect(await giveBackTries(own.db, OPERATOR)).toBe(true);
    expect(await giveBackTries(own.db, OPERATOR)).toBe(true);
    expect(await giveBackTries(own.db, '+81')).toBe(false);
    expect(await find()).toMatchObject({ pin_hash: 'hash', pin_failures: 0 });
    expect(await take(7)).toEqual([...Array(6).fill('taken'), 'locked']);
  });

  it('begin anew with a new PIN', async () => {
    await take(6);
    expect(await setPinHash(own.db, OPERATOR, 'new')).toBe(true);
    expect(await find()).toEqual({
      telnum: OPERATOR,
      pin_hash: 'new',
      pin_failures: 0,
      pin_locked_until: null,
    });
    expect(await setPinHash(own.db, '+81', 'new')).toBe(false);
  });

  it('are left as they are by an operator’s new name', async () => {
    await take(6);
    const before = await find();
    await saveOperator(own.db, { telnum: OPERATOR, name: 'Aiko' });
    expect(await find()).toEqual(before);
  });
});

function failOnce(code: string): KyselyPlugin {
  let isFailed = false;
  return {
    transformQuery({ node }) {
      if (isFailed) return node;
      isFailed = true;
      throw Object.assign(new Error(code), { code });
    },
    transformResult: async ({ result }) => result,
  };
}

describe('isLocked', () => {
  it.each([
    [null, false],
    ['2026-04-04 11:59:59.999', false],
    ['2026-04-04 12:00:00.000', false],
    ['2026-04-04 12:00:00.001', true],
  ])('of a lock until %s at noon is %p', (until, locked) => {
    expect(isLocked({ pin_locked_until: until }, NOON)).toBe(locked);
  });
});
