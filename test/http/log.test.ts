import { createLogger } from '../../src/http/log';

describe('An error in the log', () => {
  const logError = (error: unknown, numbers: 'masked' | 'full') => {
    const lines: { err: Record<string, string> }[] = [];
    createLogger(
      { level: 'info', numbers },
      { write: (line) => lines.push(JSON.parse(line)) },
    ).warn({ err: error }, 'x');
    return lines[0]?.err;
  };
  const refused = Object.assign(
    new Error("Incorrect integer value: '+819012345678' for column 'From' at row 1"),
    { code: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', sql: "insert into x values ('+819012345678')" },
  );

  it('has no telephone number in its message or stack, and keeps its code', () => {
    const logged = logError(refused, 'masked');
    expect(logged).toMatchObject({
      type: 'Error',
      code: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
      message: "Incorrect integer value: '***5678' for column 'From' at row 1",
      stack: expect.stringMatching(
        /^Error: Incorrect integer value: '\*\*\*5678'.*log\.test\.ts:\d+/s,
      ),
    });
    expect(JSON.stringify(logged)).not.toContain('9012345678');
    expect(logError('+819012345678', 'masked')).toEqual({ message: '***5678' });
  });

  it('has it in full where LOG_NUMBERS says so, but no statement', () => {
    const logged = logError(refused, 'full');
    expect(logged?.message).toBe(refused.message);
    expect(logged).not.toHaveProperty('sql');
  });
});
