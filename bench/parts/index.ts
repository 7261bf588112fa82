import type { Part } from '../lib/bench.ts';
import { augmentation } from './augmentation.ts';
import { evaluation } from './evaluation.ts';
import { exported } from './exports.ts';
import { fineTune } from './fine-tune.ts';
import { forms } from './forms.ts';
import { fuzz } from './fuzz.ts';
import { importing } from './import.ts';
import { known } from './known.ts';
import { lab } from './lab.ts';
import { letters } from './letters.ts';
import { lines } from './lines.ts';
import { memory } from './memory.ts';
import { overhead } from './overhead.ts';
import { packed } from './packed.ts';
import { pages } from './pages.ts';
import { prediction } from './prediction.ts';
import { presets } from './presets.ts';
import { search } from './search.ts';
import { runs } from './runs.ts';
import { startup } from './startup.ts';
import { suspects } from './suspects.ts';
import { throughput } from './throughput.ts';
import { window } from './window.ts';
import { writers } from './writers.ts';

/** The suite, in its order. */
export const PARTS: readonly Part[] = [
  throughput,
  presets,
  prediction,
  augmentation,
  overhead,
  memory,
  startup,
  packed,
  evaluation,
  exported,
  fineTune,
  lab,
  suspects,
  search,
  window,
  runs,
  pages,
  forms,
  known,
  lines,
  writers,
  letters,
  fuzz,
  importing,
];
