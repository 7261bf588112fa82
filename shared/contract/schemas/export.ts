import { z } from 'zod';

/**
 * Formats that a model can be exported in: TensorFlow.js's layers model and TensorFlow's SavedModel, which are folders, and Keras 3's own file,
 * ONNX's, an HTML page with a pad, and the studio's own folder with its history, which are one file.
 */
export const exportFormatSchema = z.enum(['tfjs', 'savedmodel', 'keras', 'onnx', 'html', 'studio']);

/** Those that are of other programs: a function of the model alone writes them. */
export const foreignFormatSchema = exportFormatSchema.exclude(['studio']);

/** What the numbers of a model's kernels lie in an export as: float32 as they are, the others rounded, for half and a quarter of the bytes. */
export const exportWeightsSchema = z.enum(['float32', 'float16', 'int8']);

/** What an export and the studio answered to the same images, after its own runtime had loaded it from where it was written: with rounded weights the studio has the same. */
export const verifiedSchema = z.object({
  images: z.number().int().positive(),
  /** The largest difference of a probability. */
  maxDifference: z.number().nonnegative(),
  /** Images that both gave the same answer; of a line the same sign, or none, at each step. */
  agree: z.number().int().nonnegative(),
});

const rightSchema = z.object({
  correct: z.number().int().nonnegative(),
  /** Wilson's 95 % interval of the share. */
  interval: z.tuple([z.number(), z.number()]),
});

/** What rounded weights cost a model, on the images that the export was compared on. */
export const costSchema = z.object({
  images: z.number().int().positive(),
  /** The largest difference of a probability from the full weights' own. */
  maxDifference: z.number().nonnegative(),
  /** Images that are answered otherwise than by the full weights. */
  changed: z.number().int().nonnegative(),
  /** Of the images that have a label: how many are read right with the full and with the rounded weights. Null: none has one. */
  accuracy: z.object({ images: z.number().int().positive(), full: rightSchema, rounded: rightSchema }).nullable(),
  /** Bytes of the same export with its full weights. */
  fullBytes: z.number().int().positive(),
});

/** How to use an export in a program of one's own: whole programs, as they are tested. */
export const usageSchema = z.object({ language: z.enum(['javascript', 'python']), code: z.string() });

export type ExportFormat = z.infer<typeof exportFormatSchema>;
export type ForeignFormat = z.infer<typeof foreignFormatSchema>;
export type ExportWeights = z.infer<typeof exportWeightsSchema>;
export type Cost = z.infer<typeof costSchema>;
export type Verified = z.infer<typeof verifiedSchema>;
export type Usage = z.infer<typeof usageSchema>;

/** What people call them, in every language. */
export const EXPORT_NAMES: Readonly<Record<ExportFormat, string>> = {
  tfjs: 'TensorFlow.js',
  savedmodel: 'SavedModel',
  keras: 'Keras',
  onnx: 'ONNX',
  html: 'HTML',
  studio: 'Inkstone',
};

/** What the name of an export of one file ends in; null: it is a folder. */
export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string | null>> = {
  tfjs: null,
  savedmodel: null,
  keras: '.keras',
  onnx: '.onnx',
  html: '.html',
  studio: '.inkstone.zip',
};

/** What each format can hold. Keras has int8 for layers that round what comes in too, which is another function. */
export const EXPORT_WEIGHTS: Readonly<Record<ExportFormat, readonly ExportWeights[]>> = {
  tfjs: ['float32', 'float16', 'int8'],
  savedmodel: ['float32', 'float16', 'int8'],
  keras: ['float32', 'float16'],
  onnx: ['float32', 'float16', 'int8'],
  html: ['float32', 'float16', 'int8'],
  studio: ['float32'],
};

/** What an export gets where nothing is said: a page of a model of lines is to be sent, and is twice as large with full weights. */
export const usualWeights = (format: ExportFormat, isOfLines: boolean): ExportWeights =>
  format === 'html' && isOfLines ? 'float16' : 'float32';
