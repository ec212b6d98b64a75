/** For `toThrow`: a `UserError` with exactly these lines. */
export function userErrorOf(...lines: string[]): Error {
  return expect.objectContaining({ name: 'UserError', message: lines.join('\n') });
}
