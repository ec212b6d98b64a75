import { UserError } from '../../src/errors';
import { hashPin, isRightPin, parsePin } from '../../src/operators/pin';

describe('parsePin', () => {
  it.each(['1234', '0000', '123456789012', ' 1234 ', '1234\r'])('takes %j', (text) => {
    expect(parsePin(text)).toBe(text.trim());
  });

  it.each(['123', '1234567890123', '12a4', '12 34', '１２３４', '-1234', '12*4', ''])(
    'refuses %j without repeating it',
    (text) => {
      expect(() => parsePin(text)).toThrow(
        new UserError('a PIN has 4 to 12 digits and nothing else'),
      );
    },
  );
});

describe('a hashed PIN', () => {
  it('is bcrypt’s, of its own each time, and does not hold the PIN', async () => {
    const [one, other] = [await hashPin('1234'), await hashPin('1234')];
    expect(one).toMatch(/^\$2b\$10\$[./\w]{53}$/);
    expect(other).not.toBe(one);
    expect(one).not.toContain('1234');
  });

  it('is right for the PIN and for no other keys', async () => {
    const pinHash = await hashPin('1234');
    expect(await isRightPin('1234', pinHash)).toBe(true);
    for (const keys of ['1235', '123', '12345', '1234*', ' 1234', '', pinHash]) {
      expect(await isRightPin(keys, pinHash)).toBe(false);
    }
  });

  it('takes the hash that PHP makes', async () => {
    const pinHash = (await hashPin('1234')).replace('$2b$', '$2y$');
    expect(await isRightPin('1234', pinHash)).toBe(true);
  });

  it.each(['', '1234', `$2b$10$${'x'.repeat(20)}`, `$2x$99$${'x'.repeat(53)}`])(
    'is right for nothing where it is no hash: %j',
    async (pinHash) => {
      expect(await isRightPin('1234', pinHash)).toBe(false);
    },
  );
});
