import { LIGHT, NO_AUGMENTATION, STRONG } from '../../shared/data/augment.ts';
import { tutorial } from '../../shared/model/presets/tutorial.ts';
import { MNIST_IMAGES, rounds, type Bench, type Part, type PartResult } from '../lib/bench.ts';
import { run, startAll } from '../lib/contenders.ts';
import { count, times } from '../lib/format.ts';
import { atLeast } from '../lib/goals.ts';
import { ratio, summarise } from '../lib/stats.ts';
import { rates, takeTurns, type Sitting } from '../lib/turns.ts';

/** The cost of changing every image anew in every epoch. */
export const augmentation: Part = {
  name: 'augmentation',
  about: 'the Tutorial CNN with augmentation and without',
  run: measure,
};

const KINDS = { none: NO_AUGMENTATION, light: LIGHT, strong: STRONG };

async function measure(bench: Bench): Promise<PartResult> {
  const images = bench.quick ? 12_800 : MNIST_IMAGES;
  const contenders = await startAll(
    Object.entries(KINDS).map(
      ([name, kind]) =>
        () =>
          run(bench, { name, model: tutorial.model, images, recipe: { augmentation: kind } }),
    ),
  );
  return augmentationResult(await takeTurns(contenders, rounds(bench, 60), bench.say), images);
}

/** The result of a sitting of the same training with each kind of augmentation. */
export function augmentationResult(sitting: Sitting, images: number): PartResult {
  const speeds = (name: string) => rates(sitting[name]!);
  const to = (name: string) => ratio(speeds(name), speeds('none'));
  const table = {
    title: 'Augmentation: Tutorial CNN, the whole run',
    columns: ['augmentation', 'best images/s', 'median', 'to none (median)', 'least to most'],
    rows: Object.keys(KINDS).map((name) => {
      const { most, median } = summarise(speeds(name));
      return [
        name,
        count(most),
        count(median),
        times(to(name).median),
        `${times(to(name).least)} to ${times(to(name).most)}`,
      ];
    }),
    notes: [
      `light: rotation ${LIGHT.rotation} degrees, shift ${LIGHT.shift} pixels, zoom ${LIGHT.zoom}, shear ${LIGHT.shear} degrees; strong: more of these, elastic distortion and stroke thickness`,
    ],
  };
  return {
    tables: [table],
    goals: [atLeast('speed with light augmentation to without', to('light').median, 0.85, times)],
    data: { images, sitting },
  };
}
