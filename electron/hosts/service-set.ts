import type { HostEnvironment } from '../environment.ts';
import type { ReaderLink } from '../reader-link/reader-link.ts';
import type { Architectures } from '../services/architectures/architectures.ts';
import type { Batches } from '../services/batches/batches.ts';
import type { Corrections } from '../services/corrections/corrections.ts';
import type { Suspects } from '../services/corrections/suspects.ts';
import type { Datasets } from '../services/datasets/datasets.ts';
import type { EngineService } from '../services/engine/engine.ts';
import type { Evaluations } from '../services/evaluations/evaluations.ts';
import type { ImageMaps } from '../services/evaluations/image-maps.ts';
import type { Neighbours } from '../services/evaluations/neighbours.ts';
import type { Exports } from '../services/exports/exports.ts';
import type { Forms } from '../services/forms/forms.ts';
import type { Hands } from '../services/hands/hands.ts';
import type { Lessons } from '../services/lessons/lessons.ts';
import type { Models } from '../services/models/models.ts';
import type { Presets } from '../services/presets/presets.ts';
import type { Readings } from '../services/readings/readings.ts';
import type { Reports } from '../services/reports/reports.ts';
import type { Recipes } from '../services/recipes/recipes.ts';
import type { LearningRateSearch } from '../services/runs/learning-rate-search.ts';
import type { Runs } from '../services/runs/runs.ts';
import type { Studies } from '../services/studies/studies.ts';
import type { Updates } from '../services/updates/updates.ts';
import type { SettingsService } from '../services/settings/settings.ts';
import type { TrainerLink } from '../trainer-link/trainer-link.ts';

/** The services that every host composes. */
export interface ServiceSet {
  readonly env: HostEnvironment;
  readonly settings: SettingsService;
  readonly datasets: Datasets;
  readonly hands: Hands;
  readonly runs: Runs;
  readonly learningRates: LearningRateSearch;
  readonly studies: Studies;
  readonly models: Models;
  readonly corrections: Corrections;
  readonly suspects: Suspects;
  readonly evaluations: Evaluations;
  readonly neighbours: Neighbours;
  readonly maps: ImageMaps;
  readonly exports: Exports;
  readonly lessons: Lessons;
  readonly presets: Presets;
  readonly recipes: Recipes;
  readonly architectures: Architectures;
  readonly engine: EngineService;
  readonly updates: Updates;
  /** The engine's. */
  readonly link: TrainerLink;
  /** Reads pictures. */
  readonly reader: ReaderLink;
  readonly readings: Readings;
  readonly forms: Forms;
  readonly batches: Batches;
  readonly reports: Reports;
}
