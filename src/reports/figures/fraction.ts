/** The quotient, or undefined of nothing: no calls are neither 0 % nor 100 %. */
export function toFraction(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
