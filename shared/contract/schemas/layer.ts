import { z } from 'zod';

/**
 * The layers that a model may be made of, under Keras's names (tfjs's are the same) and with Keras's options and defaults.
 * What else is known of each is in shared/model/layers/registry.ts, what it computes in electron/trainer/model.
 */
export const ACTIVATIONS = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'gelu',
  'swish',
  'tanh',
  'sigmoid',
  'softmax',
] as const;

const activation = z.enum(ACTIVATIONS);
const size2d = z.tuple([z.number().int().min(1).max(64), z.number().int().min(1).max(64)]);
const units = z.number().int().min(1).max(65_536);
/**
 * Options of every layer. `trainable: false` freezes its weights (a frozen BatchNormalization keeps its averages, too).
 */
const name = z.string().min(1).max(64).optional();
const trainable = z.boolean().optional();
const common = { name, trainable };
const padding = z.enum(['valid', 'same']).default('valid');
const strides = size2d.default([1, 1]);
const dilationRate = size2d.default([1, 1]);
const useBias = z.boolean().default(true);
const rate = z.number().min(0).lt(1);
/** Rows or columns that are added at one side of an image. */
const edge = z.number().int().min(0).max(64).default(1);
/** Keras's regularizers.L2: l2 times the sum of squares joins the loss. */
const regularizer = z.object({ l2: z.number().min(0).max(10) }).optional();

const recurrent = {
  ...common,
  units,
  /** Every step's output instead of the last one's alone. */
  returnSequences: z.boolean().default(false),
  /** Keras's Bidirectional wrapper, its outputs concatenated. */
  bidirectional: z.boolean().default(false),
};

const pooling = { ...common, poolSize: size2d.default([2, 2]), strides: size2d.optional(), padding };

/** One layer, or a block of layers. The last layer's softmax belongs to the loss: elsewhere none may stand. */
export const layerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Conv2D'),
    ...common,
    filters: units,
    kernelSize: size2d,
    strides,
    padding,
    dilationRate,
    activation: activation.default('linear'),
    useBias,
    kernelRegularizer: regularizer,
  }),
  z.object({
    type: z.literal('DepthwiseConv2D'),
    ...common,
    kernelSize: size2d,
    strides,
    padding,
    dilationRate,
    depthMultiplier: z.number().int().min(1).max(64).default(1),
    activation: activation.default('linear'),
    useBias,
    depthwiseRegularizer: regularizer,
  }),
  z.object({
    type: z.literal('SeparableConv2D'),
    ...common,
    filters: units,
    kernelSize: size2d,
    strides,
    padding,
    dilationRate,
    depthMultiplier: z.number().int().min(1).max(64).default(1),
    activation: activation.default('linear'),
    useBias,
  }),
  z.object({ type: z.literal('MaxPooling2D'), ...pooling }),
  z.object({ type: z.literal('AveragePooling2D'), ...pooling }),
  z.object({ type: z.literal('GlobalAveragePooling2D'), ...common }),
  /** The mean over a sequence's steps (a Transformer's tokens). */
  z.object({ type: z.literal('GlobalAveragePooling1D'), ...common }),
  z.object({
    type: z.literal('BatchNormalization'),
    ...common,
    momentum: z.number().min(0).max(1).default(0.99),
    epsilon: z.number().positive().max(1).default(0.001),
  }),
  /** Over the last axis. */
  z.object({ type: z.literal('LayerNormalization'), ...common, epsilon: z.number().positive().max(1).default(0.001) }),
  z.object({ type: z.literal('Activation'), ...common, activation }),
  z.object({ type: z.literal('Dropout'), ...common, rate }),
  /** Drops whole channels of an image. */
  z.object({ type: z.literal('SpatialDropout2D'), ...common, rate }),
  /** scale times each value, plus offset. */
  z.object({
    type: z.literal('Rescaling'),
    ...common,
    scale: z.number().min(-1e6).max(1e6).default(1),
    offset: z.number().min(-1e6).max(1e6).default(0),
  }),
  /** Rows of zeros above and below an image, and columns on both sides. Keras's `padding` as four numbers. */
  z.object({ type: z.literal('ZeroPadding2D'), ...common, top: edge, bottom: edge, left: edge, right: edge }),
  z.object({ type: z.literal('Flatten'), ...common }),
  z.object({ type: z.literal('Reshape'), ...common, targetShape: z.array(units).min(1).max(3) }),
  /** Over the last axis of a vector or of each step of a sequence. */
  z.object({
    type: z.literal('Dense'),
    ...common,
    units,
    activation: activation.default('linear'),
    useBias,
    kernelRegularizer: regularizer,
  }),
  z.object({ type: z.literal('SimpleRNN'), ...recurrent }),
  z.object({ type: z.literal('LSTM'), ...recurrent }),
  /** Keras's own variant, `reset_after`. */
  z.object({ type: z.literal('GRU'), ...recurrent }),
  /**
   * activation(shortcut(x) + layers(x)). The shortcut is x itself, or (`conv`) a 1x1 convolution without bias that brings
   * x to the stack's shape, as ResNet's does.
   */
  z.object({
    type: z.literal('Residual'),
    // Not `...common`: a spread beside the getter keeps TypeScript from inferring the recursive type.
    name,
    trainable,
    get layers() {
      return z.array(layerSchema).min(1).max(50);
    },
    shortcut: z.enum(['identity', 'conv']).default('identity'),
    activation: activation.default('linear'),
  }),
  /** Cuts an image into patches and projects each to `units`: a sequence of tokens, row by row. */
  z.object({ type: z.literal('PatchEmbedding'), ...common, patchSize: size2d.default([4, 4]), units }),
  /** Adds a learned vector to each place of a sequence. */
  z.object({ type: z.literal('PositionEmbedding'), ...common }),
  /**
   * Pre-norm encoder block: x + attention(norm(x)), then x + mlp(norm(x)), dropout on both branches.
   * The MLP has gelu between its two dense layers, `mlpRatio` times as wide as the input.
   */
  z.object({
    type: z.literal('TransformerEncoder'),
    ...common,
    heads: z.number().int().min(1).max(64),
    /** The width of queries, keys and values over all heads together; the input's own width if absent. */
    width: units.optional(),
    mlpRatio: z.number().positive().max(16).default(4),
    dropout: rate.default(0),
  }),
]);

export type Activation = (typeof ACTIVATIONS)[number];
export type LayerSpec = z.infer<typeof layerSchema>;
export type LayerType = LayerSpec['type'];
/** A layer as a file or a person has it: what has a default may be left out. */
export type LayerInput<T extends LayerType = LayerType> = Extract<z.input<typeof layerSchema>, { type: T }>;
/** The spec of one type of layer. */
export type LayerOf<T extends LayerType> = Extract<LayerSpec, { type: T }>;
