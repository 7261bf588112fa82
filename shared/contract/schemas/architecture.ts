import { z } from 'zod';
import { layerSchema } from './layer.ts';
import { momentSchema } from './moment.ts';
import { nameSchema } from './name.ts';
import { recipeSchema } from './recipe.ts';
import { modelRefSchema } from './run-id.ts';
import { taskSchema } from './task.ts';

/** Also a folder's name. */
export const architectureIdSchema = z.string().regex(/^arch-[a-z0-9]{12}$/);

/** Signs of a JSON text that is being written. */
export const LONGEST_TEXT = 400_000;

/**
 * What is edited. It may be anything that a person leaves behind, a model that cannot be built and no layers at all
 * included: an invalid state is kept as a valid one is.
 */
export const architectureContentSchema = z.object({
  task: taskSchema,
  layers: z.array(layerSchema).max(200),
  /** What it is trained by, until the Train screen says otherwise. */
  recipe: recipeSchema,
  /** The trained model that the layers came from: those that are still as they were may show its weights. */
  origin: modelRefSchema.nullable(),
  /** The text of the JSON view while no model can be read from it; null: the layers are all there is. */
  text: z.string().max(LONGEST_TEXT).nullable(),
});

/** Counts the savings of an architecture, from 1. */
export const revisionSchema = z.number().int().positive();

/** A named architecture of the user's own, as it is now. */
export const architectureSchema = z.object({
  id: architectureIdSchema,
  name: nameSchema(120),
  createdAt: momentSchema,
  changedAt: momentSchema,
  revision: revisionSchema,
  content: architectureContentSchema,
});

/** A state of an architecture that is kept. */
export const architectureVersionSchema = z.object({
  revision: revisionSchema,
  savedAt: momentSchema,
  layers: z.number().int(),
});

export type ArchitectureId = z.infer<typeof architectureIdSchema>;
export type ArchitectureContent = z.infer<typeof architectureContentSchema>;
export type Architecture = z.infer<typeof architectureSchema>;
export type ArchitectureVersion = z.infer<typeof architectureVersionSchema>;
