import { z } from 'zod';
import { layerSchema } from './layer.ts';

/**
 * ModelSpec: the one declarative description of a model, under Keras's layer and option names.
 * The trainer builds it, shape arithmetic reads it, files carry it. Version 1: new layers and options were only ever
 * added, each with a default that means what its absence meant before.
 */
export const modelSpecSchema = z.object({
  version: z.literal(1),
  name: z.string().min(1).max(120),
  /** Keras's Input: height, width, channels of one image. */
  inputShape: z.tuple([z.number().int().positive(), z.number().int().positive(), z.number().int().positive()]),
  layers: z.array(layerSchema).min(1).max(200),
});

export type ModelSpec = z.infer<typeof modelSpecSchema>;
export type { Activation, LayerInput, LayerOf, LayerSpec, LayerType } from './layer.ts';
