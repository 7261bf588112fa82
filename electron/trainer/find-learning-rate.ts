import type { CancelSignal } from '../../shared/contract/define.ts';
import type { LearningRateCurve } from '../../shared/contract/schemas/learning-rate.ts';
import type { RunSpec } from '../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { refuseIfAborted } from '../../shared/rpc/cancel.ts';
import { geometricRates, RANGE, RangeTest } from '../../shared/runs/range-test.ts';
import { readTrainingData } from './data/training-data.ts';
import { nextTurn } from './fit/next-turn.ts';
import { RunState } from './fit/run-state.ts';

/** Steps between two checks of the cancel signal. More steps in a call are quicker; fewer make a cancel act sooner. */
const STEPS_PER_CALL = 5;

/**
 * A learning-rate range test of a run that is thrown away afterwards: its model, images, order and streams are those of
 * the run itself, only the learning rate grows from step to step. Throws `cancelled` when `signal` aborts, and what
 * building a run throws.
 */
export async function findLearningRate(
  spec: RunSpec,
  files: readonly DataFiles[],
  signal: CancelSignal,
): Promise<LearningRateCurve> {
  const data = await readTrainingData(spec, files);
  refuseIfAborted(signal);
  const state = new RunState({ spec }, data);
  try {
    const test = new RangeTest();
    const rates = geometricRates(RANGE);
    await state.drawEpoch(() => signal.aborted);
    refuseIfAborted(signal);
    for (let done = 0; done < rates.length;) {
      const block = data.order.blockAfter(done, Math.min(STEPS_PER_CALL, rates.length - done));
      const learningRates = rates.slice(done, done + block.steps);
      const results = await state.step.run({ ...block, learningRates, firstStep: done + 1 });
      const goesOn = results.every(({ loss, applied }, i) => applied && test.add(learningRates[i]!, loss));
      if (!goesOn) break;
      done += block.steps;
      await nextTurn();
      refuseIfAborted(signal);
    }
    return test.curve();
  } finally {
    state.dispose();
  }
}
