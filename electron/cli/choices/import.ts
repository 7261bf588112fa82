import { datasetNameSchema } from '../../../shared/contract/schemas/dataset.ts';
import { mendSchema, type Mend, type Warning } from '../../../shared/contract/schemas/import.ts';
import type { ImportWish } from '../../services/datasets/import/importer.ts';
import type { InspectOptions } from '../../services/datasets/import/inspections.ts';
import { mendsByThemselves } from '../../services/datasets/import/inspections.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { checked } from './notation.ts';
import { toNumber } from './number.ts';

export type ImportChoices = ImportWish & InspectOptions;

/** `--name`, `--classes`, `--test-fraction`, `--choose` and `--mend` of `data import`. */
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
  };
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
