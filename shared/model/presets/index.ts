import { compact } from './compact.ts';
import type { Preset } from './preset.ts';
import { tutorial } from './tutorial.ts';

export type { Preset } from './preset.ts';

/** Every preset, in the order in which they are offered; the first is the default. */
export const PRESETS: readonly Preset[] = [tutorial, compact];

export const findPreset = (id: string): Preset | undefined => PRESETS.find((preset) => preset.id === id);
