import type { PrunerChoice, Trial } from '../contract/schemas/study.ts';
import type { Pruner } from './ask-tell.ts';
import { isBetter } from './objectives.ts';

const never: Pruner = { isPruned: () => false };

/** The pruner that a study asks for. */
export const prunerOf = (choice: PrunerChoice): Pruner =>
  choice.kind === 'asha' ? asha(choice.minimum, choice.reduction) : never;

/**
 * Asynchronous successive halving (Li, 2018) in the form that stops trials rather than pausing them, as Optuna has it. A rung is at
 * `minimum` epochs and at each `reduction`-fold of them. Who comes to one goes on if it is among the best of those that have come
 * to it so far, one in `reduction` and at least one; nobody waits for others.
 */
export const asha = (minimum: number, reduction: number): Pruner => ({
  isPruned(trial, trials, objective) {
    const report = trial.reports.at(-1);
    if (!report || !isRung(report.epoch, minimum, reduction)) return false;
    if (report.value === null) return true;
    const rivals = trials.flatMap((other) => valueAt(other, report.epoch) ?? []);
    const places = Math.max(1, Math.floor(rivals.length / reduction));
    return rivals.filter((rival) => isBetter(rival, report.value!, objective)).length >= places;
  },
});

export function isRung(epoch: number, minimum: number, reduction: number): boolean {
  let rung = minimum;
  while (rung < epoch) rung *= reduction;
  return rung === epoch;
}

const valueAt = ({ reports, repeats }: Trial, epoch: number): number | null =>
  repeats === null ? (reports.find((report) => report.epoch === epoch)?.value ?? null) : null;
