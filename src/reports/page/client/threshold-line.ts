import type { Chart, Plugin } from 'chart.js';

/** A line across a bar chart, between two bars. */
export interface ThresholdLine {
  /** The bar that it stands before. */
  row: number;
  label: string;
  colour: string;
  font: string;
}

/** Draws the line that `find` gives, if there is one, over the bars. */
export function createThresholdLine(find: () => ThresholdLine | undefined): Plugin<'bar'> {
  return {
    id: 'threshold-line',
    afterDatasetsDraw(chart) {
      const line = find();
      if (line) draw(chart, line);
    },
  };
}

function draw(chart: Chart, { row, label, colour, font }: ThresholdLine): void {
  const { ctx, chartArea, scales } = chart;
  if (!scales.x) return;
  const x = (scales.x.getPixelForValue(row - 1) + scales.x.getPixelForValue(row)) / 2;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 2;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  ctx.font = font;
  ctx.textBaseline = 'top';
  // Where there is no room at its right, the label stands at the left of the line.
  const isRight = x + 8 + ctx.measureText(label).width <= chartArea.right;
  ctx.textAlign = isRight ? 'left' : 'right';
  ctx.fillText(label, isRight ? x + 6 : x - 6, chartArea.top);
  ctx.restore();
}
