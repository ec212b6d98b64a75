import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client';

type Figure = MetricObjectWithValues<MetricValue<string>>;

/** What goes on counting where its process has ended. */
const COUNTED: readonly string[] = ['counter', 'histogram'];

/** The figures of one process as a text that another one can read. */
export function packFigures(figures: readonly Figure[]): string {
  // JSON has no NaN, which is what an average of nothing is.
  const isNumber = ({ value }: MetricValue<string>) => Number.isFinite(value);
  return JSON.stringify(
    figures.map((figure) => ({ ...figure, values: figure.values.filter(isNumber) })),
  );
}

/** The figures of several processes as those of one server, in Prometheus' text format. */
export function writeFigures(packed: readonly string[]): Promise<string> {
  return join(packed.map(unpack)).metrics();
}

/** What processes that have ended leave behind: what they counted, so that no sum ever falls. */
export async function retireFigures(packed: readonly string[]): Promise<string> {
  const counted = packed.map((one) => unpack(one).filter(({ type }) => isCounted(type)));
  return packFigures((await join(counted).getMetricsAsJSON()) as Figure[]);
}

function isCounted(type: unknown): boolean {
  return COUNTED.includes(String(type));
}

function unpack(packed: string): Figure[] {
  return JSON.parse(packed);
}

function join(figures: readonly Figure[][]) {
  return AggregatorRegistry.aggregate([...figures]);
}
