import { transferChoiceSchema, type TransferRequest } from '../../../shared/contract/schemas/experiment.ts';
import { halvesOf, sizesUpTo, TRANSFER_SEEDS, TRANSFER_SIZES } from '../../../shared/runs/transfer-defaults.ts';
import type { ClassHalves } from '../../../shared/runs/transfer-specs.ts';
import type { Services } from '../../hosts/create-services.ts';
import { classHalves } from '../../services/experiments/class-halves.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { checked } from './notation.ts';
import { wholeNumber } from './number.ts';
import { chooseRunSpec } from './run-spec.ts';

const SIZES = '--sizes is numbers of images, rising, as 5,10,50,500,all';

/** What an experiment leaves out of a recipe. */
const OF_VALIDATION = ['validation', 'early-stopping'] as const;

/**
 * The experiment that `experiment transfer` is asked for: on MNIST's digits unless --data says otherwise, the first half of the
 * classes before the second. Sizes that no one asked for are left out where a class has not so many images. Throws UsageError.
 */
export async function chooseTransfer(
  services: Services,
  args: Arguments,
): Promise<{ readonly request: TransferRequest; readonly halves: ClassHalves }> {
  const stray = OF_VALIDATION.find((name) => args.value(name) !== undefined);
  if (stray) throw new UsageError(`--${stray} does not go with an experiment: its runs set no image aside`);
  const spec = await chooseRunSpec(services, args, args.value('data') ?? 'mnist');
  const { task } = await services.datasets.taskOf(spec.data);
  const sizes = sizesOf(args.value('sizes'));
  const choice = {
    ...chooseHalves(task.classes, args),
    sizes: sizes ?? TRANSFER_SIZES,
    seeds: wholeNumber(args, 'seeds', 1, 10) ?? TRANSFER_SEEDS,
  };
  const request = { spec, transfer: checked('experiment', choice, transferChoiceSchema) };
  const halves = await classHalves(request, services.datasets);
  const fewest = Math.min(...halves.second.counts);
  const transfer = sizes ? request.transfer : { ...request.transfer, sizes: sizesUpTo(TRANSFER_SIZES, fewest) };
  return { request: { spec, transfer }, halves };
}

/** `--first` and `--second`: one of them alone leaves the other classes to the other. */
function chooseHalves(classes: readonly string[], args: Arguments) {
  const [first, second] = [args.value('first')?.split(','), args.value('second')?.split(',')];
  const others = (names: readonly string[]): string[] => classes.filter((name) => !names.includes(name));
  if (!first && !second && classes.length < 4)
    throw new UsageError(`an experiment wants two classes first and two next; the data have ${classes.length}`);
  const halves = halvesOf(classes);
  return {
    first: first ?? (second ? others(second) : halves.first),
    second: second ?? (first ? others(first) : halves.second),
  };
}

function sizesOf(text: string | undefined): (number | null)[] | null {
  if (text === undefined) return null;
  return text.split(',').map((part) => {
    if (part === 'all') return null;
    if (!/^\d+$/.test(part)) throw new UsageError(`${SIZES}; not ${part || 'nothing'}`);
    return Number(part);
  });
}
