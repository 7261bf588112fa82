import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import type { ImagePreparation } from '../../../shared/contract/schemas/evaluated-image.ts';
import type { EvaluationId } from '../../../shared/contract/schemas/evaluation.ts';
import { handIdSchema } from '../../../shared/contract/schemas/hand.ts';
import type { Hands } from '../hands/hands.ts';
import { liveSamples } from '../hands/hand-views.ts';
import type { Evaluations } from './evaluations.ts';
import { rowOf } from './images.ts';
import { imagesFrom } from './split-images.ts';

export interface PreparationDependencies {
  readonly evaluations: Pick<Evaluations, 'opener'>;
  readonly hands: Pick<Hands, 'read'>;
}

/** As the call `evaluations.preparation` says. */
export async function preparationOf(
  { evaluations, hands }: PreparationDependencies,
  { id, place }: { readonly id: EvaluationId; readonly place: number },
): Promise<ImagePreparation> {
  const opened = await evaluations.opener.opened(id);
  rowOf(opened, place);
  const { files, record } = opened;
  const [height, width] = files.task.inputShape;
  const image = await imagesFrom(files, record.split, [place]);
  const ink = await inkOf(hands, record.info.dataset.id, { image, split: record.split, place });
  return { own: { height, width, image }, ink };
}

interface Wanted {
  readonly image: Uint8Array;
  readonly split: 'train' | 'test';
  readonly place: number;
}

/**
 * The drawing of a hand that became this image. It is at the image's place, unless the evaluation is of the hand as a run had it and drawings
 * were deleted since; then it is found by its image, deleted or not.
 */
async function inkOf(
  hands: Pick<Hands, 'read'>,
  dataset: DatasetId,
  { image, split, place }: Wanted,
): Promise<ImagePreparation['ink']> {
  const id = handIdSchema.safeParse(dataset);
  if (!id.success) return null;
  const { hand, samples } = await hands.read(id.data);
  const there = liveSamples(hand.record, samples).filter(({ part }) => part === split)[place];
  const found = [...(there ? [there] : []), ...samples].find((sample) => Buffer.compare(sample.image, image) === 0);
  const { strokes, sheet = null } = found?.sample.ink ?? {};
  return strokes ? { strokes, sheet, frame: hand.record.frame } : null;
}
