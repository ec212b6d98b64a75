/** A result, or a line of it, on standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
