import type { ErrorCode } from '../contract/errors.ts';
import { errors as general } from './errors/en/general.ts';
import { errors as storage } from './errors/en/storage.ts';
import { errors as engine } from './errors/en/engine.ts';
import { errors as runs } from './errors/en/runs.ts';
import { errors as dataSets } from './errors/en/data-sets.ts';
import { errors as evaluations } from './errors/en/evaluations.ts';
import { errors as exports } from './errors/en/exports.ts';
import { errors as lessons } from './errors/en/lessons.ts';
import { errors as hands } from './errors/en/hands.ts';
import { errors as imports } from './errors/en/imports.ts';
import { errors as modelFiles } from './errors/en/model-files.ts';
import { errors as readings } from './errors/en/readings.ts';
import { errors as paper } from './errors/en/paper.ts';
import { errors as forms } from './errors/en/forms.ts';
import { errors as studies } from './errors/en/studies.ts';
import { errors as hosts } from './errors/en/hosts.ts';
import { errors as updates } from './errors/en/updates.ts';
import type { ErrorWords } from './errors/words.ts';

/** Words for every code of shared/contract/errors.ts, a file for each subject; a code without them fails the type check. */
export const errors = {
  ...general,
  ...storage,
  ...engine,
  ...runs,
  ...dataSets,
  ...evaluations,
  ...exports,
  ...lessons,
  ...hands,
  ...imports,
  ...modelFiles,
  ...readings,
  ...paper,
  ...forms,
  ...studies,
  ...hosts,
  ...updates,
} as const satisfies Record<ErrorCode, ErrorWords>;
