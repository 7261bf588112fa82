import type { ErrorCode } from '../contract/errors.ts';
import { errors as general } from './errors/zh/general.ts';
import { errors as storage } from './errors/zh/storage.ts';
import { errors as engine } from './errors/zh/engine.ts';
import { errors as runs } from './errors/zh/runs.ts';
import { errors as dataSets } from './errors/zh/data-sets.ts';
import { errors as evaluations } from './errors/zh/evaluations.ts';
import { errors as exports } from './errors/zh/exports.ts';
import { errors as lessons } from './errors/zh/lessons.ts';
import { errors as hands } from './errors/zh/hands.ts';
import { errors as imports } from './errors/zh/imports.ts';
import { errors as modelFiles } from './errors/zh/model-files.ts';
import { errors as readings } from './errors/zh/readings.ts';
import { errors as paper } from './errors/zh/paper.ts';
import { errors as forms } from './errors/zh/forms.ts';
import { errors as studies } from './errors/zh/studies.ts';
import { errors as hosts } from './errors/zh/hosts.ts';
import { errors as updates } from './errors/zh/updates.ts';
import type { ErrorWords } from './errors/words.ts';

/** 简体中文。The type check demands every code that English has. */
export const errors: Record<ErrorCode, ErrorWords> = {
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
};
