import { z } from 'zod';

/** Layers that are asked at once, and pictures of one layer. */
export const [MOST_PICTURES, LONGEST_PICTURE] = [12, 32] as const;

/**
 * What one layer makes of an image, as small pictures: of an image [height, width, channels] its first channels, of a sequence
 * [steps, features] one, of a vector one line. Larger sides are cut into as many parts as fit, each with the mean of its values.
 */
export const layerActivationsSchema = z.object({
  /** Which layer of the model it is; of one inside a block the block's place, and then its own there. */
  path: z.array(z.number().int().nonnegative()).min(1),
  /** The layer's full name. */
  name: z.string(),
  shape: z.array(z.number().int()),
  /** How many pictures there are, of how many rows and columns. */
  count: z.number().int().min(1).max(MOST_PICTURES),
  rows: z.number().int().min(1).max(LONGEST_PICTURE),
  columns: z.number().int().min(1).max(LONGEST_PICTURE),
  /** One picture after the other, a byte a value: 0 is `low`, 255 is `high`, over all of them. */
  pixels: z.instanceof(Uint8Array),
  low: z.number(),
  high: z.number(),
  /** Whether all its weights are the trained model's; null: it has none. */
  trained: z.boolean().nullable(),
});

export type LayerActivations = z.infer<typeof layerActivationsSchema>;
