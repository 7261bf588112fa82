import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { unpackRun } from '../formats/run-file/unpack.ts';
import { telling, type Progress } from './telling.ts';

/** `run.unpack`: see shared/contract/reader.ts. */
export const unpackRunFile = (
  request: ParsedInput<ReaderCalls, 'run.unpack'>,
  tell: (progress: Progress) => void,
): Promise<Run> => telling(tell, (onProgress) => unpackRun(request, (done, total) => onProgress({ done, total })));
