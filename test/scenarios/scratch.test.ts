import { openCallCentre } from '../support/call-centre';
it.each(['sqlite','mysql'] as const)('runs %s', async (d) => {
  const ops = Array.from({length: 6}, (_, i) => `+81501111111${i}`);
  const centre = await openCallCentre(d, ops);
  const x = centre.openExchange();
  const t = Date.now();
  for (const o of ops) x.handset(o).dial();
  const N = 1000;
  const customer = async (i: number) => {
    await x.wait(i * 28.8);
    const h = x.handset(`+8190${10000000 + i}`);
    const call = h.dial();
    await x.waitFor((e) => e.type === 'hear' && e.call === call.sid);
    await x.wait(2);
    h.press('1');
    await x.waitFor((e) => e.type === 'bridged' && e.calls[0] === call.sid);
    await x.wait(120);
    h.hangUp();
  };
  await Promise.all(Array.from({length: N}, (_, i) => customer(i)));
  for (const o of ops) x.handset(o).hangUp();
  await x.settled();
  console.log(Date.now() - t, x.transcript.events.length, x.debuggerLog.length, (x.clock.now() - 1775260800000)/3600000);
  console.log((await centre.rows('enqueue_data')).length, (await centre.rows('queue_data')).length, (await centre.rows('statuscallback_data')).length);
  await centre.close();
}, 130000);
