import type { StoredModel } from '../../trainer/formats/model-folder.ts';
import type { Packing } from './packing/packing.ts';

/** One file of an export. */
export interface ExportFile {
  /** Inside of the export, its parts joined by '/'. An export of one file has that file's own name here, which is not kept. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes a model in a format of the world, in memory: a function of the model alone, so that the same model gives the same bytes. `packing`: how
 * its kernels lie in the file, which are rounded for it already (`rounded`); without it every number is as it is.
 */
export type ExportWriter = (model: StoredModel, packing?: Packing) => Promise<readonly ExportFile[]>;
