import { createVirtualClock } from '../../src/simulator/clock';
import { ifItHappens } from '../../src/simulator/if-it-happens';
import { createTranscript } from '../../src/simulator/transcript';
import { waitForEvent } from '../../src/simulator/wait-for-event';

describe('ifItHappens', () => {
  const clock = createVirtualClock(0);
  const transcript = createTranscript(clock);
  const waitFor = (type: string, withinSeconds?: number) =>
    ifItHappens(
      clock.drive(
        waitForEvent({ clock, transcript }, (event) => event.type === type, { withinSeconds }),
      ),
    );

  it('gives what happens', async () => {
    const event = transcript.add({ type: 'hang-up', call: 'CA1' });
    expect(await waitFor('hang-up')).toBe(event);
  });

  it('gives nothing where it does not happen in time, or never will', async () => {
    expect(await waitFor('answer', 5)).toBeUndefined();
    expect(await waitFor('answer')).toBeUndefined();
  });

  it('throws what is a fault', async () => {
    const fault = new TypeError('a fault');
    await expect(ifItHappens(Promise.reject(fault))).rejects.toBe(fault);
  });
});
