import type { ParsedInput } from '../../shared/contract/define.ts';
import type { ReaderCalls } from '../../shared/contract/reader.ts';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { type UnpackedModel, unpackModel, unpackRun } from '../formats/run-file/unpack.ts';
import { telling, type Progress } from './telling.ts';

/** `run.unpack`: see shared/contract/reader.ts. */
export const unpackRunFile = (
  request: ParsedInput<ReaderCalls, 'run.unpack'>,
  tell: (progress: Progress) => void,
): Promise<Run> => telling(tell, (onProgress) => unpackRun(request, (done, total) => onProgress({ done, total })));

/** `model.unpack`: the same. */
export const unpackModelFile = (
  request: ParsedInput<ReaderCalls, 'model.unpack'>,
  tell: (progress: Progress) => void,
): Promise<UnpackedModel> =>
  telling(tell, (onProgress) => unpackModel(request, (done, total) => onProgress({ done, total })));
