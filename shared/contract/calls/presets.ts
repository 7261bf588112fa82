import { z } from 'zod';
import { call } from '../define.ts';
import { userPresetSchema } from '../schemas/preset.ts';
import { handle, none } from './common.ts';

/** The user's own presets, one file each in the storage's presets/. */
export const presetsCalls = {
  'presets.list': call(none, z.array(userPresetSchema)),
  /** Saves a new one or, with the id of one of these, over it. */
  'presets.save': call(
    userPresetSchema.omit({ id: true }).extend({ id: userPresetSchema.shape.id.optional() }),
    userPresetSchema,
  ),
  'presets.remove': call(z.object({ id: userPresetSchema.shape.id }), z.null()),
  /** Reads one from a file that the user picked or dropped. Throws `preset-unreadable`, `file-newer`, `model-invalid`. */
  'presets.import': call(z.object({ handle }), userPresetSchema),
  /** The file's text, for a download by the window. */
  'presets.export': call(z.object({ id: userPresetSchema.shape.id }), z.object({ name: z.string(), text: z.string() })),
} as const;
