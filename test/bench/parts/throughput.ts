import type { Part } from '../part';
import { checkExactly } from '../throughput/check-exactly';
import { startContestants } from '../throughput/contestants';
import { type Measured, measureRounds } from '../throughput/measure-rounds';
import { listFigures, writeDetails, writeRatios } from '../throughput/tables';

/** How many requests minicc answers, with password and signature checked, beside others. */
export const throughput: Part = {
  name: 'throughput',
  title: 'Requests in a second, of each kind, beside other servers',
  async run(context) {
    const contestants = await startContestants(context);
    const measured = await measureRounds(context, contestants);
    const faults = measured.flatMap(listFaults);
    for (const ours of contestants.ours) faults.push(...(await checkExactly(context, ours)));
    const references = [contestants.express, ...(contestants.other ? [contestants.other] : [])];
    return {
      figures: listFigures(measured),
      faults,
      remarks: measured.flatMap(listRemarks),
      table: references.map((one) => writeRatios(measured, one)).join('\n'),
      details: writeDetails(measured),
    };
  },
};

function listFaults({ load, contestant, rounds }: Measured): string[] {
  return rounds.flatMap(({ faults }, round) =>
    faults.map((fault) => `${load.name}, ${contestant.name}, round ${round + 1}: ${fault}`),
  );
}

function listRemarks({ load, contestant, rounds }: Measured): string[] {
  return rounds.some(({ ranOut }) => ranOut)
    ? [`${load.name}, ${contestant.name}: the requests that were prepared ran out and came again`]
    : [];
}
