import type { RunSummary } from '../../contract/schemas/run-summary.ts';
import { keptValidation } from '../group.ts';

/** What a run has of a field: a number, words, several words, or nothing. */
export type FieldValue = number | string | readonly string[] | null;

/**
 * - share: 0 to 1, also asked for in percent
 * - moment: milliseconds since the Unix epoch, asked for as a day or a day and an hour
 * - words: compared without regard to case
 */
export type FieldKind = 'number' | 'share' | 'moment' | 'words';

export interface RunField {
  readonly key: string;
  readonly kind: FieldKind;
  /** Other names by which a person may ask for it. */
  readonly also?: readonly string[];
  readonly value: (run: RunSummary) => FieldValue;
}

/** The headline of a run's tests. */
export const testOf = ({ result }: RunSummary): NonNullable<RunSummary['result']>['tests'][number] | null =>
  result?.tests[0] ?? null;

const flag = (on: boolean): string => (on ? 'yes' : 'no');
const sgdOf = ({ spec }: RunSummary, key: 'momentum' | 'beta1' | 'beta2'): number | null => {
  const { optimizer } = spec.recipe;
  return key in optimizer ? ((optimizer as Readonly<Record<string, unknown>>)[key] as number) : null;
};

/** Everything of a run that the table can show, sort, filter and group by. */
export const RUN_FIELDS: readonly RunField[] = [
  { key: 'name', kind: 'words', value: ({ spec }) => spec.name },
  { key: 'id', kind: 'words', value: ({ id }) => id },
  { key: 'status', kind: 'words', value: ({ status }) => status },
  { key: 'tag', kind: 'words', also: ['tags'], value: ({ marks }) => marks?.tags ?? [] },
  { key: 'starred', kind: 'words', also: ['star'], value: ({ marks }) => flag(marks?.starred ?? false) },
  { key: 'notes', kind: 'words', also: ['note'], value: ({ marks }) => marks?.notes || null },
  { key: 'data', kind: 'words', value: ({ spec }) => spec.data.datasets },
  { key: 'limit', kind: 'number', value: ({ spec }) => spec.data.limit ?? null },
  { key: 'preset', kind: 'words', value: ({ spec }) => spec.preset ?? null },
  { key: 'model', kind: 'words', value: ({ spec }) => spec.model.name },
  { key: 'parameters', kind: 'number', also: ['params'], value: ({ parameters }) => parameters },
  { key: 'from', kind: 'words', also: ['parent'], value: ({ spec }) => spec.from?.name ?? null },
  { key: 'group', kind: 'words', value: ({ spec }) => spec.group?.id ?? null },
  { key: 'study', kind: 'words', also: ['search'], value: ({ spec }) => spec.trial?.study ?? null },
  { key: 'trial', kind: 'number', value: ({ spec }) => spec.trial?.number ?? null },
  {
    key: 'accuracy',
    kind: 'share',
    also: ['test', 'test-accuracy'],
    value: (run) => testOf(run)?.accuracy ?? null,
  },
  { key: 'test-loss', kind: 'number', value: (run) => testOf(run)?.loss ?? null },
  {
    key: 'validation',
    kind: 'share',
    also: ['best', 'val'],
    value: ({ best }) => best?.validation.accuracy ?? null,
  },
  { key: 'kept-validation', kind: 'share', value: keptValidation },
  { key: 'loss', kind: 'number', also: ['val-loss'], value: ({ lastValidation }) => lastValidation?.loss ?? null },
  { key: 'train-accuracy', kind: 'share', value: ({ lastTrain }) => lastTrain?.accuracy ?? null },
  { key: 'epoch', kind: 'number', value: ({ epoch }) => epoch },
  { key: 'epochs', kind: 'number', value: ({ spec }) => spec.recipe.epochs },
  { key: 'seconds', kind: 'number', also: ['time'], value: ({ result }) => result?.seconds ?? null },
  { key: 'speed', kind: 'number', value: ({ result }) => result?.imagesPerSecond ?? null },
  { key: 'optimizer', kind: 'words', value: ({ spec }) => spec.recipe.optimizer.name },
  {
    key: 'learning-rate',
    kind: 'number',
    also: ['lr', 'rate'],
    value: ({ spec }) => spec.recipe.optimizer.learningRate,
  },
  { key: 'weight-decay', kind: 'number', value: ({ spec }) => spec.recipe.optimizer.weightDecay },
  { key: 'momentum', kind: 'number', value: (run) => sgdOf(run, 'momentum') },
  { key: 'beta1', kind: 'number', value: (run) => sgdOf(run, 'beta1') },
  { key: 'beta2', kind: 'number', value: (run) => sgdOf(run, 'beta2') },
  { key: 'schedule', kind: 'words', value: ({ spec }) => spec.recipe.schedule.kind },
  { key: 'warm-up', kind: 'number', value: ({ spec }) => spec.recipe.warmUpEpochs },
  { key: 'batch', kind: 'number', also: ['batch-size'], value: ({ spec }) => spec.recipe.batchSize },
  { key: 'label-smoothing', kind: 'number', value: ({ spec }) => spec.recipe.labelSmoothing },
  { key: 'ema', kind: 'number', value: ({ spec }) => spec.recipe.ema?.decay ?? null },
  { key: 'early-stopping', kind: 'number', value: ({ spec }) => spec.recipe.earlyStopping?.patience ?? null },
  { key: 'balance', kind: 'words', value: ({ spec }) => spec.recipe.classBalance },
  { key: 'seed', kind: 'number', value: ({ spec }) => spec.recipe.seed },
  { key: 'device', kind: 'words', value: ({ engine }) => engine?.device ?? null },
  { key: 'error', kind: 'words', value: ({ error }) => error?.code ?? null },
  { key: 'created', kind: 'moment', value: ({ createdAt }) => createdAt },
];

const BY_NAME = new Map(RUN_FIELDS.flatMap((field) => [field.key, ...(field.also ?? [])].map((name) => [name, field])));

/** By its key or another of its names, in any case; undefined if there is none. */
export const findField = (name: string): RunField | undefined => BY_NAME.get(name.toLowerCase());
