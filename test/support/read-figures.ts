import type { TestService } from './test-service';

/** What `/metrics` answers: each series as it is written there, and its value. */
export type Figures = Readonly<Record<string, number>>;

/** Reads the figures of a service. */
export async function readFigures(service: Pick<TestService, 'get'>): Promise<Figures> {
  const { text } = await service.get('/metrics').expect(200);
  return parseFigures(text);
}

/** Prometheus' text format, line by line. */
export function parseFigures(text: string): Figures {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

/** The figures whose series begin with `prefix` and are not 0. */
export function figuresOf(figures: Figures, prefix: string): Figures {
  return Object.fromEntries(
    Object.entries(figures).filter(([series, value]) => series.startsWith(prefix) && value !== 0),
  );
}
