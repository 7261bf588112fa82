import type { Comparison } from '../contract/schemas/evaluation.ts';
import type { GivenLabels } from './answers.ts';
import { mcnemarExact, pairedCounts } from './mcnemar.ts';
import { NO_ANSWER } from './softmax.ts';

/** Two models' readings of the same images, and the labels of these: what differs between them. */
export function compareReadings(first: Int32Array, second: Int32Array, labels: GivenLabels): Comparison {
  const counted = [...labels.keys()].filter((i) => labels[i]! >= 0);
  const paired = pairedCounts(
    counted.map((i) => first[i] === labels[i]),
    counted.map((i) => second[i] === labels[i]),
  );
  const cells = new Map<string, [number, number, number]>();
  const add = (truth: number, predicted: number, change: number): void => {
    if (predicted === NO_ANSWER) return;
    const cell = cells.get(`${truth} ${predicted}`) ?? [truth, predicted, 0];
    cells.set(`${truth} ${predicted}`, [truth, predicted, cell[2] + change]);
  };
  for (const i of counted) {
    add(labels[i]!, second[i]!, 1);
    add(labels[i]!, first[i]!, -1);
  }
  const difference = [...cells.values()].filter(([, , change]) => change !== 0);
  difference.sort(([a, b], [c, d]) => a - c || b - d);
  return { n: counted.length, ...paired, p: mcnemarExact(paired), difference };
}
