import { z } from 'zod';

/** As many numbers as one of a layer's tensors may have to be told: four megabytes. */
export const MOST_NUMBERS = 2 ** 20;

const tensorSchema = z.object({
  shape: z.array(z.number().int().positive()).min(1),
  /** float32, little-endian, in the shape's order. */
  values: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 4 * MOST_NUMBERS),
});

/**
 * What is formed inside a layer. Of SimpleRNN, LSTM and GRU [steps, units] each, in the order of the layer's input: its gates behind their
 * sigmoid (`input`, `forget`, `output`; `update`, `reset`), the `candidate` behind its tanh, the `cell`, and the `hidden` state. Of an encoder
 * block's attention `query`, `key` and `value` [heads, steps, size], the query before it is scaled by 1 / sqrt(size), and `attention`
 * [heads, steps, steps], whose rows are softmax(query key^T / sqrt(size)).
 */
export const INNER_NAMES = [
  ...(['input', 'forget', 'output', 'update', 'reset', 'candidate', 'cell', 'hidden'] as const),
  ...(['query', 'key', 'value', 'attention'] as const),
] as const;

/**
 * One layer of a trained model and one image, number by number: what comes into the layer and what it makes of it (shapes without the
 * batch), and its weights. The last layer's output is its logits: softmax belongs to the loss.
 */
export const layerNumbersSchema = z.object({
  input: tensorSchema,
  output: tensorSchema,
  /** In the order of files. `path` is LAYER/WEIGHT under Keras's names. */
  weights: z.array(tensorSchema.extend({ path: z.string() })),
  /** Where it was asked for; of other layers than those that INNER_NAMES tells of, nothing. */
  inner: z
    .array(
      tensorSchema.extend({
        name: z.enum(INNER_NAMES),
        /** Of a bidirectional layer's way from the last step to the first. */
        backwards: z.boolean(),
      }),
    )
    .optional(),
  /**
   * With `inner`, of a recurrent layer that runs one way and hands on its last state alone: what the layers after it make of each step's
   * state, as logits [steps, classes]: the model's answer if reading stopped there.
   */
  stopped: tensorSchema.optional(),
});

/** Which layer of the model it is; of one inside a block the block's place, and then its own there. */
export const layerPathSchema = z.array(z.number().int().nonnegative()).min(1).max(64);

export type InnerName = (typeof INNER_NAMES)[number];
export type LayerNumbers = z.infer<typeof layerNumbersSchema>;
