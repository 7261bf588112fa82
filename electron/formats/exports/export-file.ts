import type { StoredModel } from '../../trainer/formats/model-folder.ts';

/** One file of an export. */
export interface ExportFile {
  /** Inside of the export, its parts joined by '/'. An export of one file has that file's own name here, which is not kept. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a model in a format of the world, in memory: a function of the model alone, so that the same model gives the same bytes. Throws
 * `export-layer` {layer, type, format, reason} for what the format cannot say.
 */
export type ExportWriter = (model: StoredModel) => Promise<readonly ExportFile[]>;
