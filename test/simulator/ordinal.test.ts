import { ordinal } from '../../src/simulator/ordinal';

describe('ordinal', () => {
  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [13, '13th'],
    [20, '20th'],
    [21, '21st'],
    [112, '112th'],
  ])('writes %d as %s', (place, text) => {
    expect(ordinal(place)).toBe(text);
  });
});
