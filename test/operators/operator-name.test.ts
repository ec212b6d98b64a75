import { parseOperatorName } from '../../src/operators/operator-name';
import { userErrorOf } from '../support/user-error';

describe('parseOperatorName', () => {
  it.each([
    ['Anna', 'Anna'],
    ['', null],
    ['  ', null],
    [' Anna ', 'Anna'],
    ['x'.repeat(255), 'x'.repeat(255)],
    ['😀'.repeat(255), '😀'.repeat(255)],
  ])('takes "%s"', (text, name) => {
    expect(parseOperatorName(text)).toBe(name);
  });

  it.each(['x', '😀'])('refuses 256 of "%s"', (character) => {
    expect(() => parseOperatorName(character.repeat(256))).toThrow(
      userErrorOf('the name is longer than 255 characters'),
    );
  });
});
