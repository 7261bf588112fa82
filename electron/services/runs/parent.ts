import { AppError } from '../../../shared/contract/errors.ts';
import { storageError } from '../../files/atomic-write.ts';
import { copyModelFolder } from '../models/copy-model.ts';
import type { ParentModel } from './fine-tune.ts';

/** Copies a model that a run goes on from into the run's folder. Throws `model-not-found` {folder}, storage errors. */
export async function copyParent({ folder, card }: ParentModel, target: string): Promise<void> {
  try {
    await copyModelFolder(folder, target, card);
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw gone ? new AppError('model-not-found', { folder }, error) : storageError(error, target);
  }
}
