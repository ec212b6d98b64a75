import cluster from 'node:cluster';
import { createLogger } from '../../src/http/log';
import { type Crew, startCrew } from '../../src/workers/crew';
import { eventually } from '../support/running-server';

describe('A crew on a machine that has no room for another process', () => {
  const lines: string[] = [];
  const log = createLogger(
    { level: 'info', numbers: 'masked' },
    { write: (line: string) => void lines.push(line) },
  );
  const start = (onRestart = () => {}): Crew =>
    startCrew({
      size: 1,
      createAnswers: () => ({}) as never,
      onEnd: () => {},
      ...{ onRestart, log },
    });
  let fork: jest.SpyInstance;
  beforeEach(() => {
    lines.length = 0;
    fork = jest.spyOn(cluster, 'fork').mockImplementation(() => {
      throw new Error('spawn EAGAIN');
    });
  });
  afterEach(() => fork.mockRestore());

  it('says so at the start, in a line for people', async () => {
    const crew = start();
    await expect(crew.fallsShort).rejects.toThrow(
      'a worker process ended before it could serve (exit code null)',
    );
    await crew.stop('test', 100);
    expect(lines.join()).toMatch(/spawn EAGAIN.*a worker cannot be started/);
  });

  it('tries again later on, and ends when it is told to', async () => {
    const onRestart = jest.fn();
    const crew = start(onRestart);
    crew.hold();
    await eventually(() => Promise.resolve(fork.mock.calls.length > 1));
    await crew.stop('test', 100);
    expect(onRestart).toHaveBeenCalled();
    expect(crew.members()).toEqual([]);
  });
});
