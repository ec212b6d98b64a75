import { createPlaces } from '../../../src/reports/http/places';

const never = new AbortController().signal;

/** What has come of each wait so far. */
async function settle(waits: readonly Promise<void>[]): Promise<string[]> {
  const states = waits.map(() => 'waiting');
  waits.forEach((wait, index) => {
    wait.then(
      () => (states[index] = 'admitted'),
      () => (states[index] = 'left'),
    );
  });
  await new Promise(setImmediate);
  return states;
}

describe('places', () => {
  it('let so many work and so many wait until they are full', async () => {
    const places = createPlaces({ atWork: 2, waiting: 1 });
    const full = [1, 2, 3].map(() => {
      const before = places.areFull();
      return { before, wait: places.take(never) };
    });
    expect(full.map(({ before }) => before)).toEqual([false, false, false]);
    expect(places.areFull()).toBe(true);
    const states = await settle(full.map(({ wait }) => wait));
    expect(states).toEqual(['admitted', 'admitted', 'waiting']);
  });

  it('go to those who wait, in the order in which they came', async () => {
    const places = createPlaces({ atWork: 1, waiting: 2 });
    const waits = [1, 2, 3].map(() => places.take(never));
    places.giveBack();
    expect(await settle(waits)).toEqual(['admitted', 'admitted', 'waiting']);
    places.giveBack();
    places.giveBack();
    expect(await settle([...waits, places.take(never)])).toEqual(Array(4).fill('admitted'));
  });

  it('are kept for nobody who has gone', async () => {
    const places = createPlaces({ atWork: 1, waiting: 2 });
    const gone = new AbortController();
    const waits = [places.take(never), places.take(gone.signal), places.take(never)];
    gone.abort();
    places.giveBack();
    expect(await settle(waits)).toEqual(['admitted', 'left', 'admitted']);
    expect(await settle([places.take(gone.signal)])).toEqual(['left']);
  });

  it('go first to one who has only paused', async () => {
    const places = createPlaces({ atWork: 1, waiting: 1 });
    const waits = [places.take(never), places.take(never), places.takeAgain(never)];
    places.giveBack();
    expect(await settle(waits)).toEqual(['admitted', 'waiting', 'admitted']);
  });
});
