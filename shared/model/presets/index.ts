import { best } from './best.ts';
import { bigru } from './bigru.ts';
import { compact } from './compact.ts';
import { lenet5 } from './lenet5.ts';
import { lineReader } from './line-reader.ts';
import { lstm } from './lstm.ts';
import { mlp } from './mlp.ts';
import type { Task } from '../../contract/schemas/task.ts';
import type { Preset } from './preset.ts';
import { quick } from './quick.ts';
import { residual } from './residual.ts';
import { softmax } from './softmax.ts';
import { starter } from './starter.ts';
import { tutorial } from './tutorial.ts';
import { vit } from './vit.ts';

export { PRESET_FAMILIES, presetFor, type Preset, type PresetFamily } from './preset.ts';

/** Every preset that reads single signs, in the order in which they are offered: the default, the two that most people want, then by family. */
export const PRESETS: readonly Preset[] = [
  tutorial,
  quick,
  best,
  softmax,
  mlp,
  lenet5,
  starter,
  compact,
  residual,
  lstm,
  bigru,
  vit,
];

/** Those that read lines. */
export const LINE_PRESETS: readonly Preset[] = [lineReader];

/** Those that a run may start from which reads signs, or lines. */
export const presetsReading = (reads: Task['reads']): readonly Preset[] => (reads === 'line' ? LINE_PRESETS : PRESETS);

export const findPreset = (id: string): Preset | undefined =>
  [...PRESETS, ...LINE_PRESETS].find((preset) => preset.id === id);
