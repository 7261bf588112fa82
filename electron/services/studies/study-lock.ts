import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { LockHolder } from '../../files/lock-file.ts';
import { takePatiently } from '../../files/patient-lock.ts';

/**
 * Takes a study's lock: two hosts at once would try the same settings twice. Throws `study-held` {id, pid} while another has it,
 * `study-not-found` {id} if there is no such folder, storage errors.
 */
export function lockStudy(file: string, me: LockHolder): Promise<void> {
  const id = path.basename(path.dirname(file));
  return takePatiently(file, me, {
    missing: () => new AppError('study-not-found', { id }),
    held: ({ pid }) => new AppError('study-held', { id, pid: String(pid) }),
  });
}
