import { UserError } from '../../src/errors';
import { en } from '../../src/prompts/en';
import { createOpening } from '../../src/workers/opening';

const CREDENTIALS = { user: 'minicc', password: 'secret' };

function buildOpening(size: number) {
  const opening = createOpening({ size, port: 3000, catalogue: en });
  const opened = (isNew: boolean) => opening.note({ port: 3000, credentials: CREDENTIALS, isNew });
  return { opening, opened };
}

describe('the opening of several workers', () => {
  it('lets the first in alone, and the others with the password that it found', async () => {
    const { opening, opened } = buildOpening(2);
    const starts: unknown[] = [];
    for (let count = 0; count < 2; count += 1) void opening.start().then((one) => starts.push(one));
    await new Promise(setImmediate);
    expect(starts).toEqual([]);
    opening.begin();
    await new Promise(setImmediate);
    expect(starts).toEqual([{ port: 3000, catalogue: en }]);
    opened(true);
    await new Promise(setImmediate);
    expect(starts[1]).toEqual({ port: 3000, catalogue: en, credentials: CREDENTIALS });
    opened(false);
    // Whether the password is new, the first one knows.
    expect(await opening.complete).toMatchObject({ isNew: true });
  });

  it('fails with the words of the first that cannot, and is over when all listen', async () => {
    const failing = buildOpening(2).opening;
    expect(failing.fail('PORT 3000: taken')).toBe(true);
    await expect(failing.complete).rejects.toThrow(new UserError('PORT 3000: taken'));
    const { opening, opened } = buildOpening(1);
    opened(false);
    expect(opening.fail('PORT 3000: taken')).toBe(false);
    await expect(opening.complete).resolves.toMatchObject({ port: 3000 });
  });
});
