import type { Target } from '../target.ts';
import { dataSets } from './data-sets.ts';
import { forms } from './forms.ts';
import { frames } from './frames.ts';
import { hands } from './hands.ts';
import { lessonFiles } from './lesson-files.ts';
import { lines } from './lines.ts';
import { models } from './models.ts';
import { pictures } from './pictures.ts';
import { records } from './records.ts';
import { runFiles } from './run-files.ts';
import { studies } from './studies.ts';
import { sheets } from './sheets.ts';
import { updates } from './updates.ts';

/** Every parser that reads in this process; the socket of a web host has a fuzzer of its own. */
export const allTargets = async (): Promise<readonly Target[]> => [
  ...dataSets,
  ...(await pictures()),
  ...(await sheets()),
  ...lines,
  ...forms,
  ...models,
  ...records,
  ...runFiles,
  ...lessonFiles,
  ...studies,
  ...hands,
  ...frames,
  ...updates,
];
