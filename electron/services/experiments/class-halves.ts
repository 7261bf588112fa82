import { AppError } from '../../../shared/contract/errors.ts';
import type { TransferRequest } from '../../../shared/contract/schemas/experiment.ts';
import { histogram } from '../../../shared/data/labelled-images.ts';
import type { ClassHalf, ClassHalves } from '../../../shared/runs/transfer-specs.ts';
import { countTestImages, readTrainPlaces } from '../../files/image-set.ts';
import type { Datasets } from '../datasets/datasets.ts';

/**
 * The two halves of an experiment's classes, with how many training images there are of each. Throws `class-unknown` {name},
 * `dataset-empty`, `data-untested`, and what keeps the data from being read.
 */
export async function classHalves(
  { spec: { data }, transfer: { first, second } }: TransferRequest,
  datasets: Pick<Datasets, 'taskOf' | 'prepare'>,
): Promise<ClassHalves> {
  const half = async (only: string[]): Promise<ClassHalf> => {
    const reads = await datasets.taskOf({ ...data, transforms: { ...data.transforms, only } });
    const files = await datasets.prepare(reads.data.datasets, undefined, reads.data.states);
    const { labels } = await readTrainPlaces(files, reads);
    if (labels.length === 0) throw new AppError('dataset-empty');
    if ((await countTestImages(files, reads)) === 0) throw new AppError('data-untested');
    return { ...reads, counts: histogram(reads.task, labels) };
  };
  return { first: await half(first), second: await half(second) };
}
