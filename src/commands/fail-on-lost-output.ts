/**
 * Ends the program with exit code 1 where its output cannot be written, as on a full disk: half a file
 * must not pass for a whole one. One who reads a pipe and has read enough is no failure.
 */
export function failOnLostOutput(): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    process.stderr.write(`minicc: The output cannot be written: ${message}\n`);
    process.exit(1);
  });
}
