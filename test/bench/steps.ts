import type { PartContext } from './part';

/** Tells of one step after the other, of so many; some may be done already. */
export function createSteps(
  { step }: PartContext,
  of: number,
  already = 0,
): (doing: string) => void {
  let done = already;
  return (doing) => {
    step(Math.min(done, of - 1), of, doing);
    done += 1;
  };
}
