import { appCalls } from './calls/app.ts';
import { architecturesCalls } from './calls/architectures.ts';
import { batchesCalls } from './calls/batches.ts';
import { correctionsCalls } from './calls/corrections.ts';
import { datasetsCalls } from './calls/datasets.ts';
import { engineCalls } from './calls/engine.ts';
import { evaluationsCalls } from './calls/evaluations.ts';
import { experimentsCalls } from './calls/experiments.ts';
import { filesCalls } from './calls/files.ts';
import { formsCalls } from './calls/forms.ts';
import { gradientsCalls } from './calls/gradients.ts';
import { handsCalls } from './calls/hands.ts';
import { lessonsCalls } from './calls/lessons.ts';
import { modelsCalls } from './calls/models.ts';
import { paperCalls } from './calls/paper.ts';
import { presetsCalls } from './calls/presets.ts';
import { recipesCalls } from './calls/recipes.ts';
import { readingsCalls } from './calls/readings.ts';
import { reportsCalls } from './calls/reports.ts';
import { exportsCalls } from './calls/exports.ts';
import { runFilesCalls } from './calls/run-files.ts';
import { queueCalls } from './calls/queue.ts';
import { runsCalls } from './calls/runs.ts';
import { studiesCalls } from './calls/studies.ts';
import { updatesCalls } from './calls/updates.ts';

/**
 * Everything that the window may ask of its host, by room. Read this first.
 *
 * Binary data is Uint8Array. Files and folders are never named by the window: `files.pick` (the host's dialog),
 * `files.dropped` or `files.upload` give a handle, good for this connection only.
 */
export const hostCalls = {
  ...appCalls,
  ...filesCalls,
  ...datasetsCalls,
  ...handsCalls,
  ...runsCalls,
  ...runFilesCalls,
  ...queueCalls,
  ...experimentsCalls,
  ...studiesCalls,
  ...presetsCalls,
  ...recipesCalls,
  ...architecturesCalls,
  ...modelsCalls,
  ...gradientsCalls,
  ...exportsCalls,
  ...lessonsCalls,
  ...evaluationsCalls,
  ...correctionsCalls,
  ...paperCalls,
  ...formsCalls,
  ...batchesCalls,
  ...readingsCalls,
  ...engineCalls,
  ...updatesCalls,
  ...reportsCalls,
} as const;

export type HostCalls = typeof hostCalls;
