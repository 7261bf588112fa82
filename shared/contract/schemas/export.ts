import { z } from 'zod';

/**
 * Formats that a model can be exported in: TensorFlow.js's layers model and TensorFlow's SavedModel, which are folders, and Keras 3's own file,
 * ONNX's, and an HTML page with a pad, which are one file.
 */
export const exportFormatSchema = z.enum(['tfjs', 'savedmodel', 'keras', 'onnx', 'html']);

/** What an export and the studio answered to the same images, after its own runtime had loaded it from where it was written. */
export const verifiedSchema = z.object({
  images: z.number().int().positive(),
  /** The largest difference of a probability. */
  maxDifference: z.number().nonnegative(),
  /** Images that both gave the same answer; of a line the same sign, or none, at each step. */
  agree: z.number().int().nonnegative(),
});

/** How to use an export in a program of one's own: whole programs, as they are tested. */
export const usageSchema = z.object({ language: z.enum(['javascript', 'python']), code: z.string() });

export type ExportFormat = z.infer<typeof exportFormatSchema>;
export type Verified = z.infer<typeof verifiedSchema>;
export type Usage = z.infer<typeof usageSchema>;

/** What people call them, in every language. */
export const EXPORT_NAMES: Readonly<Record<ExportFormat, string>> = {
  tfjs: 'TensorFlow.js',
  savedmodel: 'SavedModel',
  keras: 'Keras',
  onnx: 'ONNX',
  html: 'HTML',
};

/** What the name of an export of one file ends in; null: it is a folder. */
export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string | null>> = {
  tfjs: null,
  savedmodel: null,
  keras: '.keras',
  onnx: '.onnx',
  html: '.html',
};
