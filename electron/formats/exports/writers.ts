import type { ForeignFormat } from '../../../shared/contract/schemas/export.ts';
import type { ExportWriter } from './export-file.ts';

/** The writer of each format, loaded when it is wanted. */
export const WRITERS: Readonly<Record<ForeignFormat, () => Promise<ExportWriter>>> = {
  tfjs: async () => (await import('./tfjs/write-tfjs.ts')).writeTfjs,
  savedmodel: async () => (await import('./saved-model/write-saved-model.ts')).writeSavedModel,
  keras: async () => (await import('./keras/keras-model.ts')).writeKeras,
  onnx: async () => (await import('./onnx/write-onnx.ts')).writeOnnx,
  html: async () => (await import('./html/html-page.ts')).writeHtml,
};
