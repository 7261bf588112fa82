import { AppError } from '../../../shared/contract/errors.ts';

/**
 * What unpacks to more than this, and to more than so many times its own size, holds no data: a megabyte of zeros takes a
 * thousand bytes, so that a file of some megabytes could fill memory or a disk. Images of hands and pens come to a hundred times.
 */
const [MOST_BYTES, MOST_RATIO] = [67_108_864, 500];

/** Throws `unpacks-too-large` {file, megabytes, times} when `packed` bytes have come, or claim to come, to too many plain ones. */
export function checkPacking(file: string, packed: number, plain: number): void {
  if (plain <= MOST_BYTES || plain <= MOST_RATIO * packed) return;
  throw new AppError('unpacks-too-large', { file, megabytes: Math.floor(plain / 1_000_000), times: MOST_RATIO });
}
