import { datasetNameSchema } from '../../../shared/contract/schemas/dataset.ts';
import { mendSchema, type Mend, type Warning } from '../../../shared/contract/schemas/import.ts';
import { framingSchema, type Framing } from '../../../shared/contract/schemas/task.ts';
import { mendsByThemselves } from '../../../shared/data/mends.ts';
import type { ImportWish } from '../../services/datasets/import/importer.ts';
import type { InspectOptions } from '../../services/datasets/import/inspections.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { checked } from './notation.ts';
import { toNumber } from './number.ts';

export type ImportChoices = ImportWish & InspectOptions;

/** `--name`, `--classes`, `--test-fraction`, `--choose`, `--mend` and `--framing` of `data import`. */
export function chooseImport(args: Arguments): ImportChoices {
  const [name, classes, fraction] = [args.value('name'), args.value('classes'), args.value('test-fraction')];
  const testFraction = fraction === undefined ? undefined : toNumber(fraction, '--test-fraction');
  if (testFraction !== undefined && !(testFraction >= 0 && testFraction <= 0.5))
    throw new UsageError('--test-fraction is from 0 to 0.5');
  return {
    name: name === undefined ? undefined : checked('--name', name, datasetNameSchema),
    classes: classes?.split(','),
    testFraction,
    mends: chooseMends(args.value('mend') ?? 'auto'),
    choice: args.value('choose') ?? null,
    takeFirst: true,
    framing: chooseFraming(args),
  };
}

/** How ink comes into images, as `--framing` says it; undefined: it does not. Throws UsageError. */
export function chooseFraming(args: Arguments): Framing | undefined {
  const given = args.value('framing');
  if (given === undefined) return undefined;
  const framing = framingSchema.safeParse(given);
  if (!framing.success) throw new UsageError(`--framing is one of ${framingSchema.options.join(', ')}; not ${given}`);
  return framing.data;
}

/** Undefined: apply only the mends that there is no doubt about. */
function chooseMends(text: string): Mend[] | undefined {
  if (text === 'auto') return undefined;
  if (text === 'none' || text === '') return [];
  return text.split(',').map((name) => {
    const mend = mendSchema.safeParse(name);
    if (!mend.success)
      throw new UsageError(`--mend is auto, none, or some of ${mendSchema.options.join(', ')}; not ${name}`);
    return mend.data;
  });
}

/** The mends that were applied, among those that the import proposed. */
export const chosenMends = ({ mends }: ImportChoices, warnings: readonly Warning[]): readonly Mend[] =>
  mends ?? mendsByThemselves(warnings);
