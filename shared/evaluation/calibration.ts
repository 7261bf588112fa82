import type { Calibration } from '../contract/schemas/evaluation.ts';
import { shareOf } from './class-scores.ts';
import { wilsonInterval } from './wilson.ts';

const BINS = 10;

/** One image: how sure the model was of what it read, whether that was right, and its cross-entropy. */
export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
  readonly loss: number;
}

/**
 * How far confidence and accuracy agree, in ten equal bins of confidence (Guo, 2017). The expected calibration error is the
 * bins' mean distance between the two, weighed by their images. A confidence that is no number counts in no bin.
 */
export function calibrationOf(images: readonly Judged[]): Calibration {
  const counts = new Float64Array(BINS);
  const rights = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  let [loss, counted] = [0, 0];
  for (const { confidence, right, loss: own } of images) {
    loss += own;
    if (!Number.isFinite(confidence)) continue;
    const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
    counted++;
    counts[bin]!++;
    sums[bin]! += confidence;
    if (right) rights[bin]!++;
  }
  const bins = Array.from(counts, (count, bin) => ({
    from: bin / BINS,
    to: (bin + 1) / BINS,
    count,
    // Sums of rounded numbers may pass 1 by a hair.
    confidence: count === 0 ? null : Math.min(1, sums[bin]! / count),
    accuracy: shareOf(rights[bin]!, count),
    accuracy95: count === 0 ? null : wilsonInterval(rights[bin]!, count),
  }));
  const distance = bins.reduce((sum, { count }, bin) => sum + (count && Math.abs(rights[bin]! - sums[bin]!)), 0);
  return {
    bins,
    ece: shareOf(Math.min(distance, counted), counted),
    loss: images.length > 0 && Number.isFinite(loss) ? loss / images.length : null,
  };
}
