import { comparePages, PAGES } from '../growth/compare-pages';
import {
  type Compared,
  compareDriven,
  countDrivenSteps,
  listFigures,
  type Sized,
  writeDetails,
  writeRatios,
} from '../growth/compare-sizes';
import { fillHistory } from '../growth/fill-history';
import { fillOperators } from '../growth/fill-operators';
import { OPERATORS } from '../growth/history-plan';
import { LOADS } from '../load/loads';
import type { Part, PartContext } from '../part';
import { createSteps } from '../steps';

const FEW = 10_000;
const MANY = 10_000_000;
const QUICK_MANY = 20_000;
/** Filling a database takes about as long as so many measurements. */
const FILL_STEPS = 100;

/** Whether requests that write, and pages, become slower as history becomes longer. */
export const rows: Part = {
  name: 'rows',
  title: 'Requests that write, and pages, with few and many rows behind them',
  isLong: true,
  async run(context) {
    const { isQuick, rows: most = isQuick ? QUICK_MANY : MANY } = context.options;
    const writing = LOADS.filter(({ table }) => table !== undefined);
    const steps = countDrivenSteps(context, 2) * writing.length + PAGES.length;
    const few = await startServer(context, FEW, steps);
    const servers = [few, await startServer(context, most, steps)];
    const step = createSteps(context, FILL_STEPS + steps, FILL_STEPS);
    const compared: Compared[] = [];
    // Pages first: what is written afterwards is history of today.
    for (const page of PAGES) compared.push(await comparePages(context, servers, page, step));
    for (const load of writing) {
      compared.push(await compareDriven(context, servers, load, step));
    }
    return {
      figures: listFigures(compared, 'rows'),
      faults: compared.flatMap(({ faults }) => faults),
      remarks: [],
      table: writeRatios(compared, 'rows'),
      details: writeDetails(compared, 'rows'),
    };
  },
};

async function startServer(context: PartContext, size: number, stepsAfter: number): Promise<Sized> {
  const doing = `writing ${size.toLocaleString('en')} rows`;
  const database = await context.openDatabase();
  await fillOperators(database, OPERATORS);
  await fillHistory(database, size, (share) => {
    context.signal.throwIfAborted();
    context.step(Math.floor(FILL_STEPS * share), FILL_STEPS + stepsAfter, doing);
  });
  const name = `minicc, ${size} rows`;
  return { size, ours: await context.startOurs({ name, database, workers: 1 }) };
}
