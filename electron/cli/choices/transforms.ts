import { AppError } from '../../../shared/contract/errors.ts';
import { transformsSchema, type DatasetId, type Transforms } from '../../../shared/contract/schemas/dataset.ts';
import type { Task } from '../../../shared/contract/schemas/task.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { chooseFraming } from './import.ts';
import { checked } from './notation.ts';

/**
 * What `--rename`, `--only`, `--invert`, `--resize`, `--framing` and `--drop-duplicates` make of the data. `--framing` alone keeps the
 * size of the first data set. Throws UsageError, `dataset-not-found` {id}, and `class-unknown` {name} for a class to rename that none has.
 */
export async function chooseTransforms(
  services: Services,
  args: Arguments,
  datasets: readonly DatasetId[],
): Promise<Transforms> {
  const [only, rename, size, framing] = [chooseOnly(args), chooseRename(args), chooseSize(args), chooseFraming(args)];
  const tasks = rename || (framing && !size) ? await tasksOf(services, datasets) : [];
  const known = tasks.flatMap(({ classes }) => classes);
  const unknown = Object.keys(rename ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new AppError('class-unknown', { name: unknown });
  const [height, width] = tasks[0]?.inputShape ?? [];
  const resize = size ?? (framing && { height, width });
  return {
    ...(rename && { rename }),
    ...(only && { only }),
    ...(args.value('invert') !== undefined && { invert: true }),
    ...(resize && { resize: checked('--resize', { ...resize, framing }, transformsSchema.shape.resize) }),
    ...(args.value('drop-duplicates') !== undefined && { dropDuplicates: true }),
  };
}

const tasksOf = (services: Services, datasets: readonly DatasetId[]): Promise<Task[]> =>
  Promise.all(datasets.map(async (id) => (await services.datasets.existing(id)).task));

/** The classes that `--only` names; undefined for all. Throws UsageError. */
function chooseOnly(args: Arguments): string[] | undefined {
  const only = args.value('only')?.split(',');
  return only && checked('--only', only, transformsSchema.shape.only);
}

/** `a=A,b=A`: two that get one name become one class. Throws UsageError. */
function chooseRename(args: Arguments): Record<string, string> | undefined {
  const text = args.value('rename');
  if (text === undefined) return undefined;
  const pairs = text.split(',').map((part) => {
    const equals = part.lastIndexOf('=');
    if (equals < 1) throw new UsageError(`--rename is OLD=NEW,OLD=NEW; not ${part || 'nothing'}`);
    return [part.slice(0, equals), part.slice(equals + 1)];
  });
  return checked('--rename', Object.fromEntries(pairs), transformsSchema.shape.rename);
}

/** `HEIGHTxWIDTH`, in pixels. Throws UsageError. */
function chooseSize(args: Arguments): { height: number; width: number } | undefined {
  const text = args.value('resize');
  if (text === undefined) return undefined;
  const [, height, width] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (height === undefined) throw new UsageError(`--resize is HEIGHTxWIDTH, as 32x32; not ${text || 'nothing'}`);
  return { height: Number(height), width: Number(width) };
}
