import type { Staged } from '../../shared/contract/schemas/import.ts';
import type { Framing } from '../../shared/contract/schemas/task.ts';
import type { HostEnvironment } from '../environment.ts';
import { callAlone, type AloneOptions } from './call-alone.ts';

export interface StageJob {
  readonly path: string;
  readonly folder: string;
  readonly choice: string | null;
  readonly takeFirst: boolean;
  readonly framing: Framing;
}

export type StageJobOptions = AloneOptions;

/** Stages a data set in a reader process of its own: pictures for the pad must not wait for it. Throws as `callAlone` does. */
export const stageInReader = (
  env: Pick<HostEnvironment, 'launchReader'>,
  job: StageJob,
  options: StageJobOptions = {},
): Promise<Staged> => callAlone(env, 'data.stage', job, options);
