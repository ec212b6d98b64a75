import { createVirtualClock } from '../../../src/simulator/clock';
import { createExchange } from '../../../src/simulator/exchange';
import { planLoad } from '../../../src/simulator/load/plan-load';
import { runLoad } from '../../../src/simulator/load/run-load';
import { reportLoad, reportProgress } from '../../../src/simulator/load/load-report';
import { createWebhookMeter } from '../../../src/simulator/load/webhook-meter';
import { startSmallCentre } from './small-centre';

it('tries', async () => {
  const operators = Array.from({ length: Number(process.env.OPS ?? 8) }, (_, i) => `+81501111${1000 + i}`);
  const centre = await startSmallCentre({ operators });
  const webhooks = createWebhookMeter();
  const exchange = createExchange({
    clock: createVirtualClock(Date.UTC(2026, 0, 5)),
    number: '+815012345678', voiceUrl: centre.voiceUrl, seed: 1, keepEvents: 100,
    onMeasured: webhooks.record,
  });
  const plan = planLoad({ callsPerSecond: Number(process.env.CPS ?? 0.12), forSeconds: Number(process.env.FOR ?? 3600*4), operators, talkSeconds: 60, patienceSeconds: 60, seed: Number(process.env.SEED ?? 7) });
  const t = Date.now();
  const results = await runLoad(exchange, plan, { webhooks, onProgress: (p) => console.log(reportProgress(p)) });
  console.log(Date.now() - t, 'ms', process.memoryUsage().heapUsed / 1e6);
  console.log(reportLoad(results, [{ table: 'calls', expected: 12, found: 12 }, { table: 'enqueue', expected: 12, found: 10 }]));
  await centre.close();
}, 300000);
