import { AppError } from '../contract/errors.ts';
import { LARGE_SIZE, type TransferPlan, type TransferRequest } from '../contract/schemas/experiment.ts';
import type { Recipe } from '../contract/schemas/recipe.ts';
import type { RunId, RunSpec, TransferGroup } from '../contract/schemas/run.ts';
import { convolutionsOf, fineTuneModel, takenOf } from '../model/fine-tune-model.ts';
import { fitModel } from '../model/fit-model.ts';
import { describeModelFor } from '../model/model-for-task.ts';
import { memberName, SEEDS } from './group-specs.ts';

/** One half of the classes: what a run of them reads, and training images of each, in its task's order. */
export interface ClassHalf extends Pick<RunSpec, 'task' | 'framing' | 'data'> {
  readonly counts: readonly number[];
}

export interface ClassHalves {
  readonly first: ClassHalf;
  readonly second: ClassHalf;
}

/** With few images an epoch is a step or two; a run has as many epochs as make so many steps, if its recipe has fewer. */
export const FEWEST_STEPS = 300;
const MOST_EPOCHS = 1000;

/** A run of the experiment, before it is a member of its group. */
type Member = Omit<TransferGroup, 'id' | 'kind' | 'index' | 'count'> & { readonly spec: RunSpec };

/**
 * The runs of a transfer experiment, in the order in which they are to run: the base, then for each size and seed the one that
 * goes on from the base and the one from scratch, which see the same images for as many epochs. Pure. Throws `class-too-small`
 * {name, count, wanted}, `nothing-to-transfer`, `head-fixed`, and what `describeModelFor` throws.
 */
export function transferSpecs(request: TransferRequest, halves: ClassHalves, id: RunId): RunSpec[] {
  const base = baseOf(request, halves.first);
  const members = [base, ...pairsOf(request, base, halves.second)];
  return members.map(({ spec, ...place }, index) => ({
    ...spec,
    name: memberName(request.spec.name, index, members.length),
    group: { ...place, id, kind: 'transfer', index, count: members.length },
  }));
}

/** What the experiment comes to, of its specs. */
export function transferPlan(specs: readonly RunSpec[], { second }: ClassHalves): TransferPlan {
  const of = (role: TransferGroup['role']): RunSpec[] => specs.filter(({ group }) => roleOf(group) === role);
  const [base, transfer, scratch] = [of('base')[0]!, of('transfer'), of('scratch')];
  const taken = takenOf(base.model, transfer[0]!.model, true);
  const trainable = ({ task, model }: RunSpec): number => describeModelFor(task, model).trainable;
  return {
    runs: specs.length,
    shown: { whole: shownBy([base, ...scratch]), frozen: shownBy(transfer) },
    frozen: taken.frozen,
    trainable: { base: trainable(base), transfer: taken.trainable, scratch: trainable(scratch[0]!) },
    fewest: Math.min(...second.counts),
  };
}

const roleOf = (group: RunSpec['group']): TransferGroup['role'] | null =>
  group?.kind === 'transfer' ? group.role : null;

const shownBy = (specs: readonly RunSpec[]): number =>
  specs.reduce((sum, { group, recipe }) => sum + (group?.kind === 'transfer' ? group.images * recipe.epochs : 0), 0);

function baseOf({ spec }: TransferRequest, { counts, ...reads }: ClassHalf): Member {
  const images = imagesOf(counts, reads.data.limit);
  const recipe = enoughSteps(unvalidated(spec.recipe), images);
  return {
    role: 'base',
    perClass: null,
    images,
    spec: { ...spec, ...reads, recipe, model: fitModel(spec.model, reads.task), from: undefined },
  };
}

function pairsOf({ spec: wish, transfer }: TransferRequest, base: Member, half: ClassHalf): Member[] {
  const { task } = half;
  const freeze = convolutionsOf(base.spec.model);
  const tuned = fineTuneModel(base.spec.model, { freeze, classes: task.classes.length });
  const from: RunSpec['from'] = {
    model: null,
    name: memberName(wish.name, 0, membersOf(transfer)),
    weightsSha256: null,
    freeze,
    head: 'new',
  };
  return drawsOf(transfer).flatMap(({ perClass, draw }) => {
    const seed = (wish.recipe.seed + draw) % SEEDS;
    const { images, data } = imagesFor(half, perClass, seed);
    const recipe = { ...enoughSteps(unvalidated(wish.recipe), images), seed };
    const spec = { ...wish, task, framing: half.framing, data, recipe };
    const fresh: RunSpec = { ...spec, model: fitModel(base.spec.model, task) };
    return [
      { role: 'transfer' as const, perClass, images, spec: { ...spec, model: tuned, from } },
      { role: 'scratch' as const, perClass, images, spec: fresh },
    ];
  });
}

/** Each size with the numbers of its draws, from 0. */
const drawsOf = ({ sizes, seeds }: TransferRequest['transfer']) =>
  sizes.flatMap((perClass) =>
    Array.from({ length: (perClass ?? Infinity) < LARGE_SIZE ? seeds : 1 }, (_, draw) => ({ perClass, draw })),
  );

/** How many runs an experiment has. */
export const membersOf = (transfer: TransferRequest['transfer']): number => 1 + 2 * drawsOf(transfer).length;

function imagesFor({ task, data, counts }: ClassHalf, perClass: number | null, seed: number) {
  if (perClass === null) return { images: imagesOf(counts, data.limit), data };
  const small = counts.findIndex((count) => count < perClass);
  if (small >= 0) {
    throw new AppError('class-too-small', { name: task.classes[small]!, count: counts[small]!, wanted: perClass });
  }
  const few = { ...data, limit: undefined, transforms: { ...data.transforms, perClass: { count: perClass, seed } } };
  return { images: perClass * counts.length, data: few };
}

const imagesOf = (counts: readonly number[], limit = Infinity): number =>
  Math.min(
    limit,
    counts.reduce((sum, count) => sum + count, 0),
  );

/** Every image trains: test images alone are compared, and of five none can be spared. */
const unvalidated = (recipe: Recipe): Recipe => ({
  ...recipe,
  validation: { kind: 'none' },
  earlyStopping: null,
  schedule: recipe.schedule.kind === 'plateau' ? { kind: 'constant' } : recipe.schedule,
});

function enoughSteps(recipe: Recipe, images: number): Recipe {
  const needed = Math.ceil(FEWEST_STEPS / Math.ceil(images / recipe.batchSize));
  return { ...recipe, epochs: Math.max(recipe.epochs, Math.min(MOST_EPOCHS, needed)) };
}
