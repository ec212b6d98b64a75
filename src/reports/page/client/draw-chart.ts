import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  Tooltip,
} from 'chart.js';
import type { Look } from './look';
import type { TableData } from './read-table';
import { createThresholdLine } from './threshold-line';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);

/** A chart that can be given other colours. */
export interface DrawnChart {
  /** Draws it again: with other colours, in a place of another size. */
  redraw(look: Look): void;
}

/** Draws stacked bars on a canvas. */
export function drawChart(canvas: HTMLCanvasElement, data: TableData, first: Look): DrawnChart {
  let look = first;
  const line = createThresholdLine(
    () => data.line && { ...data.line, colour: look.ink, font: `600 12px ${look.fontFamily}` },
  );
  const chart = new Chart(canvas, { ...configure(data, look), plugins: [line] });
  return {
    redraw(next) {
      look = next;
      const { data: bars, options = {} } = configure(data, look);
      chart.data.datasets.forEach((dataset, index) => {
        Object.assign(dataset, { backgroundColor: bars.datasets[index]?.backgroundColor });
      });
      chart.options = options;
      chart.resize();
      chart.update('none');
    },
  };
}

function configure({ labels, series }: TableData, look: Look): ChartConfiguration<'bar', number[]> {
  const font = { family: look.fontFamily, size: 12 };
  const ticks = { color: look.quietInk, font };
  return {
    type: 'bar',
    data: {
      labels,
      datasets: series.map(({ key, label, values }) => ({
        label,
        data: values,
        backgroundColor: look.colourOf(key),
        categoryPercentage: 0.9,
        barPercentage: 0.9,
        maxBarThickness: 64,
        borderRadius: 2,
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: look.isStill ? false : { duration: 400 },
      locale: document.documentElement.lang,
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: { color: look.edge },
          ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 8 },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          suggestedMax: 4,
          grid: { color: look.edge },
          border: { display: false },
          ticks: { ...ticks, precision: 0, maxTicksLimit: 6 },
        },
      },
      plugins: {
        legend: {
          align: 'start',
          labels: { color: look.ink, font, boxWidth: 14, boxHeight: 14, padding: 12 },
          // To take a part out of a stack would show a sum that is none.
          onClick: () => {},
        },
        tooltip: {
          titleFont: font,
          bodyFont: font,
          footerFont: { ...font, weight: 'bold' },
          backgroundColor: look.ink,
          titleColor: look.card,
          bodyColor: look.card,
          footerColor: look.card,
        },
      },
    },
  };
}
