import { createDropWarning } from '../../src/http/dropped-connections';
import { createLogger } from '../../src/http/log';

describe('Connections that are turned away', () => {
  it('are each counted, and told of in the log once a minute at most, with their number', () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLogger(
      { level: 'debug', numbers: 'masked' },
      { write: (line) => lines.push(JSON.parse(line)) },
    );
    const onDropped = jest.fn();
    let now = 7;
    const drop = createDropWarning({ log, onDropped, now: () => now });
    for (let count = 0; count < 5; count++) drop();
    now += 59_999;
    drop();
    now += 1;
    drop();
    expect(onDropped).toHaveBeenCalledTimes(7);
    expect(lines).toMatchObject([
      { level: 40, dropped: 1, msg: 'connections are turned away: as many are open as may be' },
      { level: 40, dropped: 6 },
    ]);
  });
});
