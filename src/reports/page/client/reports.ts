import { type DrawnChart, drawChart } from './draw-chart';
import { readLook, watchLook } from './look';
import { readTable } from './read-table';

const charts = [...document.querySelectorAll<HTMLElement>('[data-chart]')].flatMap(showChart);
watchLook(() => {
  const look = readLook();
  for (const chart of charts) chart.redraw(look);
});

/** Puts a chart in front of its table, which is folded away then. */
function showChart(figure: HTMLElement): DrawnChart[] {
  const canvas = figure.querySelector('canvas');
  const behind = document.getElementById(figure.dataset.chart ?? '');
  const table = behind?.querySelector('table');
  if (!canvas || !table || !(behind instanceof HTMLDetailsElement)) return [];
  figure.hidden = false;
  behind.open = false;
  const chart = drawChart(canvas, readTable(table, figure.dataset.trim !== undefined), readLook());
  figure.dataset.drawn = '';
  return [chart];
}
