import { z } from 'zod';

/**
 * ModelSpec: the one declarative description of a model, under Keras's layer and option names.
 * The trainer builds it, shape arithmetic reads it, files carry it. Version 1.
 */
const activation = z.enum(['linear', 'relu', 'softmax']);
const size2d = z.tuple([z.number().int().min(1).max(64), z.number().int().min(1).max(64)]);
const units = z.number().int().min(1).max(65_536);
const name = z.string().min(1).max(64).optional();

export const layerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Conv2D'),
    name,
    filters: units,
    kernelSize: size2d,
    strides: size2d.default([1, 1]),
    padding: z.enum(['valid', 'same']).default('valid'),
    activation: activation.default('linear'),
    useBias: z.boolean().default(true),
  }),
  z.object({
    type: z.literal('MaxPooling2D'),
    name,
    poolSize: size2d.default([2, 2]),
    strides: size2d.optional(),
    padding: z.enum(['valid', 'same']).default('valid'),
  }),
  z.object({ type: z.literal('GlobalAveragePooling2D'), name }),
  z.object({
    type: z.literal('BatchNormalization'),
    name,
    momentum: z.number().min(0).max(1).default(0.99),
    epsilon: z.number().positive().max(1).default(0.001),
  }),
  z.object({ type: z.literal('Activation'), name, activation }),
  z.object({ type: z.literal('Dropout'), name, rate: z.number().min(0).lt(1) }),
  z.object({ type: z.literal('Flatten'), name }),
  z.object({
    type: z.literal('Dense'),
    name,
    units,
    activation: activation.default('linear'),
    useBias: z.boolean().default(true),
  }),
]);

export const modelSpecSchema = z.object({
  version: z.literal(1),
  name: z.string().min(1).max(120),
  /** Height, width, channels of one image. */
  inputShape: z.tuple([z.number().int().positive(), z.number().int().positive(), z.number().int().positive()]),
  layers: z.array(layerSchema).min(1).max(200),
});

export type LayerSpec = z.infer<typeof layerSchema>;
export type ModelSpec = z.infer<typeof modelSpecSchema>;
export type LayerType = LayerSpec['type'];
