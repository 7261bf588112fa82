import type { Run } from '../../../shared/contract/schemas/run.ts';
import { chooseImages } from '../../../shared/data/choose.ts';
import { readTrainPlaces } from '../../files/image-set.ts';
import type { Datasets } from '../datasets/datasets.ts';

/**
 * Which of a data set's training images a run set aside to validate with, in the data set's order: the same choice as the
 * trainer's. Null for a model of no run, a run that did not train on the data set, or one that set nothing of it aside. Throws what
 * keeps the data from being read.
 */
export async function validationPlaces(
  run: Run | null,
  dataset: string,
  datasets: Pick<Datasets, 'prepare'>,
): Promise<Uint32Array | null> {
  if (!run) return null;
  const { data, recipe } = run.spec;
  const own = data.datasets.findIndex((id) => id === dataset);
  if (own < 0 || recipe.validation.kind === 'none') return null;
  const { labels, sets, places, groups } = await readTrainPlaces(
    await datasets.prepare(data.datasets, undefined, data.states),
    run.spec,
  );
  const { validation } = chooseImages(labels, {
    limit: data.limit,
    validation: recipe.validation,
    seed: recipe.seed,
    groups,
  });
  const chosen = validation.filter((i) => sets[i] === own).map((i) => places[i]!);
  return chosen.length === 0 ? null : chosen.sort();
}
