import { camera } from './en/camera.ts';
import { common } from './en/common.ts';
import { compare } from './en/compare.ts';
import { datasets } from './en/datasets.ts';
import { draw } from './en/draw.ts';
import { evaluate } from './en/evaluate.ts';
import { errors } from '../../shared/words/errors-en.ts';
import { experiment } from './en/experiment.ts';
import { fineTune } from './en/fine-tune.ts';
import { firstSteps } from './en/first-steps.ts';
import { forms } from './en/forms.ts';
import { frame } from './en/frame.ts';
import { hands } from './en/hands.ts';
import { home } from './en/home.ts';
import { imports } from './en/imports.ts';
import { editor } from './en/editor.ts';
import { layers } from './en/layers.ts';
import { learn } from './en/learn.ts';
import { lessons } from './en/lessons.ts';
import { paper } from './en/paper.ts';
import { model } from './en/model.ts';
import { modelExport } from './en/model-export.ts';
import { modelImport } from './en/model-import.ts';
import { modelFaults } from '../../shared/words/model-faults-en.ts';
import { spaceFaults } from '../../shared/words/space-faults-en.ts';
import { padPage } from './en/pad-page.ts';
import { read } from './en/read.ts';
import { recipe } from './en/recipe.ts';
import { licences } from './en/licences.ts';
import { reports } from './en/reports.ts';
import { run } from './en/run.ts';
import { runTable } from './en/run-table.ts';
import { runs } from './en/runs.ts';
import { search } from './en/search.ts';
import { settings } from './en/settings.ts';
import { study } from './en/study.ts';
import { train } from './en/train.ts';
import { updates } from './en/updates.ts';
import { wizard } from './en/wizard.ts';

/** English, the source: an area for each screen. `{name}` is a placeholder, `one | many` follows `n`. */
export const en = {
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
} as const;
