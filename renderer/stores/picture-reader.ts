import { ref, shallowRef } from 'vue';
import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import type { ErrorData } from '../../shared/contract/errors.ts';
import type { PictureSteps } from '../../shared/contract/schemas/picture.ts';

/** The contract's bound of `files.upload`, in MiB. */
const LIMIT = 128;

export interface PictureAsking {
  upload(file: File): Promise<{ readonly handle: string }>;
  read(handle: string, signal: AbortSignal): Promise<PictureSteps>;
}

/**
 * A picture in place of a drawing: brought to the host, and read there into what the model sees. A newer picture, or `forget`,
 * drops the answer that is on its way.
 */
export function createPictureReader({ upload, read }: PictureAsking) {
  const steps = shallowRef<PictureSteps | null>(null);
  const error = shallowRef<ErrorData | null>(null);
  const busy = ref(false);

  let handle: string | null = null;
  let asking: AbortController | null = null;

  function forget(): void {
    asking?.abort();
    asking = handle = null;
    steps.value = error.value = null;
    busy.value = false;
  }

  /** Reads a picture. Resolves when it is read, or could not be, or was dropped. */
  async function take(file: File): Promise<void> {
    forget();
    await ask(async (signal) => {
      if (file.size > LIMIT * 2 ** 20) {
        throw new AppError('file-too-large', { file: file.name, megabytes: Math.ceil(file.size / 1e6), limit: 134 });
      }
      const uploaded = await upload(file);
      if (!signal.aborted) handle = uploaded.handle;
      return read(uploaded.handle, signal);
    });
  }

  /** The same picture for another model, whose images may be of another size. */
  async function again(): Promise<void> {
    const known = handle;
    if (known !== null) await ask((signal) => read(known, signal));
  }

  async function ask(work: (signal: AbortSignal) => Promise<PictureSteps>): Promise<void> {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    busy.value = true;
    try {
      const read = await work(own.signal);
      if (asking === own) [steps.value, error.value] = [read, null];
    } catch (thrown) {
      if (asking === own) [steps.value, error.value] = [null, toErrorData(thrown)];
    }
    if (asking !== own) return;
    asking = null;
    busy.value = false;
  }

  return { steps, error, busy, take, again, forget };
}
