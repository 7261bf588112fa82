import type { Messages } from './words.ts';
import { camera } from './zh/camera.ts';
import { common } from './zh/common.ts';
import { compare } from './zh/compare.ts';
import { datasets } from './zh/datasets.ts';
import { draw } from './zh/draw.ts';
import { evaluate } from './zh/evaluate.ts';
import { errors } from '../../shared/words/errors-zh.ts';
import { experiment } from './zh/experiment.ts';
import { fineTune } from './zh/fine-tune.ts';
import { firstSteps } from './zh/first-steps.ts';
import { forms } from './zh/forms.ts';
import { frame } from './zh/frame.ts';
import { hands } from './zh/hands.ts';
import { home } from './zh/home.ts';
import { imports } from './zh/imports.ts';
import { editor } from './zh/editor.ts';
import { layers } from './zh/layers.ts';
import { learn } from './zh/learn.ts';
import { lessons } from './zh/lessons.ts';
import { paper } from './zh/paper.ts';
import { model } from './zh/model.ts';
import { modelExport } from './zh/model-export.ts';
import { modelImport } from './zh/model-import.ts';
import { modelFaults } from '../../shared/words/model-faults-zh.ts';
import { spaceFaults } from '../../shared/words/space-faults-zh.ts';
import { padPage } from './zh/pad-page.ts';
import { read } from './zh/read.ts';
import { recipe } from './zh/recipe.ts';
import { licences } from './zh/licences.ts';
import { reports } from './zh/reports.ts';
import { run } from './zh/run.ts';
import { runTable } from './zh/run-table.ts';
import { runs } from './zh/runs.ts';
import { search } from './zh/search.ts';
import { settings } from './zh/settings.ts';
import { study } from './zh/study.ts';
import { train } from './zh/train.ts';
import { updates } from './zh/updates.ts';
import { wizard } from './zh/wizard.ts';

/** 简体中文。The type check demands every key that English has. */
export const zh: Messages = {
  common,
  frame,
  home,
  firstSteps,
  train,
  wizard,
  fineTune,
  experiment,
  model,
  editor,
  layers,
  recipe,
  run,
  runs,
  runTable,
  study,
  draw,
  padPage,
  read,
  camera,
  forms,
  evaluate,
  compare,
  hands,
  learn,
  lessons,
  paper,
  search,
  settings,
  updates,
  reports,
  licences,
  datasets,
  imports,
  modelImport,
  modelExport,
  errors,
  modelFaults,
  spaceFaults,
};
