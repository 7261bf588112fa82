import type { DatasetId, Transforms } from '../../../shared/contract/schemas/dataset.ts';
import type { Services } from '../../hosts/create-services.ts';

/** What a run makes of the corrections that people made of its data sets' training images, as `--corrected` asks; nothing where there are none. */
export async function correctedTransforms(
  { corrections }: Pick<Services, 'corrections'>,
  ids: readonly DatasetId[],
): Promise<Pick<Transforms, 'relabel' | 'leaveOut'>> {
  const found = await Promise.all(ids.map((id) => corrections.get(id)));
  const relabelled = found.filter(({ train }) => train.relabelled.length > 0);
  const leftOut = found.filter(({ train }) => train.leftOut.length > 0);
  return {
    ...(relabelled.length > 0 && {
      relabel: Object.fromEntries(relabelled.map(({ dataset, train }) => [dataset, train.relabelled])),
    }),
    ...(leftOut.length > 0 && {
      leaveOut: Object.fromEntries(leftOut.map(({ dataset, train }) => [dataset, train.leftOut])),
    }),
  };
}
