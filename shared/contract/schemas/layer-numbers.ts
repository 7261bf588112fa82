import { z } from 'zod';

/** As many numbers as one of a layer's tensors may have to be told: four megabytes. */
export const MOST_NUMBERS = 2 ** 20;

const tensorSchema = z.object({
  shape: z.array(z.number().int().positive()).min(1),
  /** float32, little-endian, in the shape's order. */
  values: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 4 * MOST_NUMBERS),
});

/**
 * One layer of a trained model and one image, number by number: what comes into the layer and what it makes of it (shapes without the
 * batch), and its weights. The last layer's output is its logits: softmax belongs to the loss.
 */
export const layerNumbersSchema = z.object({
  input: tensorSchema,
  output: tensorSchema,
  /** In the order of files. `path` is LAYER/WEIGHT under Keras's names. */
  weights: z.array(tensorSchema.extend({ path: z.string() })),
});

/** Which layer of the model it is; of one inside a block the block's place, and then its own there. */
export const layerPathSchema = z.array(z.number().int().nonnegative()).min(1).max(64);

export type LayerNumbers = z.infer<typeof layerNumbersSchema>;
