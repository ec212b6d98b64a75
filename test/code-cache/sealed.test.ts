import { seal, unseal } from '../../src/code-cache/sealed';

const program = Buffer.from('a program');
const compiled = Buffer.from('what V8 made of it');

describe('what V8 made of a program', () => {
  it('is had back as it was', () => {
    expect(unseal(program, seal(program, compiled))).toEqual(compiled);
  });

  it('is not had of another program', () => {
    expect(unseal(Buffer.from('A program'), seal(program, compiled))).toBeUndefined();
  });

  it('is not had where it is damaged, cut off, or empty', () => {
    const damaged = seal(program, compiled);
    damaged[40] = 0;
    expect(unseal(program, damaged)).toBeUndefined();
    expect(unseal(program, seal(program, compiled).subarray(0, 45))).toBeUndefined();
    expect(unseal(program, Buffer.alloc(0))).toBeUndefined();
  });
});
