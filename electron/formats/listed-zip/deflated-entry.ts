import { constants, deflateRawSync } from 'node:zlib';
import { ZipPassThrough } from 'fflate';

/**
 * A file of a zip that is packed piece by piece. By Node's zlib: fflate's own ZipDeflate (0.8.3) takes what begins with zeros, as images do, for a
 * repetition of bytes that were never there, and nothing unpacks that.
 */
export class DeflatedEntry extends ZipPassThrough {
  override readonly compression = 8;

  /** Each piece ends on a whole byte and refers to none before it, so that they can stand one after the other. */
  protected override process(chunk: Uint8Array, final: boolean): void {
    const { Z_SYNC_FLUSH, Z_FINISH } = constants;
    this.ondata(null, deflateRawSync(chunk, { finishFlush: final ? Z_FINISH : Z_SYNC_FLUSH }), final);
  }
}
