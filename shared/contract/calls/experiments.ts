import { z } from 'zod';
import { call } from '../define.ts';
import { transferPlanSchema, transferRequestSchema } from '../schemas/experiment.ts';
import { runSchema } from '../schemas/run.ts';

/** Recipes of several runs that answer a question together. */
export const experimentsCalls = {
  /**
   * Whether few images suffice for new classes once others were learned: the base, then for each size and seed two runs (see
   * `runGroupSchema`), queued in order. Throws as `runs.start` does, and `class-too-small`, `nothing-to-transfer`, `head-fixed`,
   * `data-untested`.
   */
  'experiments.transfer': call(transferRequestSchema, z.array(runSchema)),
  /** What that would be. Throws as it does. */
  'experiments.plan': call(transferRequestSchema, transferPlanSchema),
} as const;
