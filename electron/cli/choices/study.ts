import { z } from 'zod';
import { transformsSchema, type DataChoice } from '../../../shared/contract/schemas/dataset.ts';
import { fineTuneSchema } from '../../../shared/contract/schemas/fine-tune.ts';
import { recipeSchema } from '../../../shared/contract/schemas/recipe.ts';
import type { TrialRequest } from '../../../shared/contract/schemas/run.ts';
import {
  METRICS,
  objectiveSchema,
  prunerSchema,
  queueAddressSchema,
  samplerSchema,
  studySpecSchema,
  type Objective,
  type StudySpec,
} from '../../../shared/contract/schemas/study.ts';
import { parseModelSpec } from '../../../shared/model/parse-spec.ts';
import { usualDirection } from '../../../shared/study/measure.ts';
import { parseSpace } from '../../../shared/study/parse-space.ts';
import { spaceFileSchema, type FileSearch } from '../../../shared/study/space-file.ts';
import type { Services } from '../../hosts/create-services.ts';
import { RUN_OPTIONS, type Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { chooseFineTune, optionsOf } from './fine-tune.ts';
import { readJsonChoice } from './json-file.ts';
import { checked, readKind } from './notation.ts';
import { number, wholeNumber } from './number.ts';
import { chooseRunSpec } from './run-spec.ts';

const optionSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** Trials of a study whose budget nobody named. */
const USUAL_TRIALS = 20;

/**
 * The study that `search --space` is asked for. Throws `path-missing` {path}, `file-torn` {path}, `space-invalid` {path, reason}, and
 * UsageError that says which option or entry is wrong.
 */
export async function chooseStudy(services: Services, args: Arguments): Promise<StudySpec> {
  const file = await readSpaceFile(args.required('space'));
  const space = parseSpace(file.space);
  const { search } = file;
  const base = await chooseBase(services, args, file.base, search.name);
  const [trials, minutes] = [wholeNumber(args, 'trials', 1, 10_000), number(args, 'minutes')];
  const budget = {
    ...(trials !== undefined && { trials }),
    ...(minutes !== undefined && { minutes }),
    ...(trials === undefined && minutes === undefined && (search.budget ?? { trials: USUAL_TRIALS })),
  };
  const [pruner, queue] = [args.value('pruner'), args.value('queue')];
  const objectives = chooseObjectives(args, search);
  return {
    name: base.name,
    base,
    space,
    sampler: checked('--sampler', args.value('sampler') ?? search.sampler ?? 'tpe', samplerSchema),
    pruner: pruner === undefined ? (search.pruner ?? { kind: 'none' }) : choosePruner(pruner),
    objectives,
    budget: checked('--minutes', budget, studySpecSchema.shape.budget),
    seeds: chooseSeeds(wholeNumber(args, 'seeds', 1, 20) ?? search.seeds ?? 1, objectives),
    seed: base.recipe.seed,
    queue: queue === undefined ? (search.queue ?? null) : chooseQueue(queue),
  };
}

/** `--queue`. Throws UsageError. */
export function chooseQueue(address: string): string {
  if (queueAddressSchema.safeParse(address).success) return address;
  throw new UsageError('--queue is redis://HOST[:PORT][/DB]; a password stands in INKSTONE_QUEUE_PASSWORD');
}

/** `--budget` of a study that goes on; undefined: the one that it has. Throws UsageError. */
export function chooseBudget(args: Arguments): StudySpec['budget'] | undefined {
  const [trials, minutes] = [wholeNumber(args, 'trials', 1, 10_000), number(args, 'minutes')];
  if (trials === undefined && minutes === undefined) return undefined;
  const budget = { ...(trials !== undefined && { trials }), ...(minutes !== undefined && { minutes }) };
  return checked('--minutes', budget, studySpecSchema.shape.budget);
}

const readSpaceFile = async (choice: string): Promise<z.infer<typeof spaceFileSchema>> =>
  checked('--space', await readJsonChoice(choice), spaceFileSchema);

/** The run that every trial begins from: the file's base, with what the command line says of it. */
async function chooseBase(
  services: Services,
  args: Arguments,
  base: Record<string, unknown>,
  name: string | undefined,
): Promise<TrialRequest> {
  const { model, recipe, transforms, from, ...rest } = base;
  const options = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [flagOf(name), readOption(name, value)]),
  );
  const isFile = typeof model === 'string';
  if (isFile) options['model'] = model;
  if (name !== undefined) options['name'] = name;
  if (from !== undefined) Object.assign(options, fromOptions(from));
  const value = (name: string): string | undefined => args.value(name) ?? options[name];
  const required = (name: string): string => value(name) ?? args.required(name);
  const all = { ...args, value, required };
  const request: TrialRequest = (await chooseTuned(services, all)) ?? (await chooseRunSpec(services, all));
  if (request.from && model !== undefined) throw new UsageError('base: model does not go with from');
  const changed = typeof recipe === 'object' && recipe !== null ? { ...request.recipe, ...recipe } : request.recipe;
  return {
    ...(model !== undefined && !isFile ? withModel(request, model) : request),
    data: transforms === undefined ? request.data : withTransforms(request.data, transforms),
    recipe: checked('base: recipe', changed, recipeSchema),
  };
}

/** A name, as `--from` has it, or the whole of how a model is gone on from. */
const fromOptions = (from: unknown): Record<string, string> =>
  typeof from === 'string' ? { from } : optionsOf(checked('base: from', from, fineTuneSchema));

/** The fine-tune that every trial begins from; null where it begins with weights drawn at random. */
async function chooseTuned(services: Services, args: Arguments): Promise<TrialRequest | null> {
  // --seeds are those of the best here.
  const value = (name: string): string | undefined => (name === 'seeds' ? undefined : args.value(name));
  const tuned = await chooseFineTune(services, { ...args, value });
  if (!tuned) return null;
  const { wish, parent } = tuned;
  if (parent.ref === null) throw new UsageError('--from: a search goes on from a model of the studio; import it first');
  const { model } = await services.runs.fineTuneSpecOf(wish, parent);
  return { ...wish, model, from: { ...wish.from, model: parent.ref } };
}

/** With a model that stands in the file's base, and so is no preset's. */
function withModel(request: TrialRequest, model: unknown): TrialRequest {
  const own = { ...request, model: parseModelSpec(model) };
  delete own.preset;
  return own;
}

/** What a file's base changes of the data, beneath what the command line says. */
const withTransforms = (data: DataChoice, transforms: unknown): DataChoice => ({
  ...data,
  transforms: { ...checked('base: transforms', transforms, transformsSchema), ...data.transforms },
});

/** batchSize and batch-size are one option. */
const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** As it would stand on the command line; undefined for one that is not there. */
function readOption(name: string, value: unknown): string | undefined {
  if (!RUN_OPTIONS.includes(flagOf(name))) throw new UsageError(`base: ${name} is no option of a run`);
  const option = checked(`base: ${name}`, value, optionSchema);
  if (option === false) return undefined;
  return Array.isArray(option) ? option.join(name === 'data' ? '+' : ',') : String(option);
}

/** `none`, `asha`, `asha:MINIMUM,REDUCTION`. */
const choosePruner = (text: string): StudySpec['pruner'] =>
  checked('--pruner', readKind('--pruner', text, prunerSchema), prunerSchema);

/** `--objective`, else what the file says, else accuracy. */
function chooseObjectives(args: Arguments, search: FileSearch): Objective[] {
  const wanted = args.value('objective');
  if (wanted === undefined && search.objectives) return search.objectives;
  return checked('--objective', readObjectives(wanted), studySpecSchema.shape.objectives);
}

/** Several objectives have no single best whose settings further seeds could train. Throws UsageError. */
function chooseSeeds(seeds: number, objectives: readonly Objective[]): number {
  if (seeds === 1 || objectives.length === 1) return seeds;
  throw new UsageError(
    '--seeds needs one --objective: several have no single best to train with more seeds (--seeds 1 trains none)',
  );
}

/** `accuracy`, `loss,parameters`, `seconds:minimize`. */
function readObjectives(text = 'accuracy'): Objective[] {
  return text.split(',').map((part) => {
    const [word = '', direction] = part.split(':');
    const metric = METRICS.find(
      (name) => name === word || (name.toLowerCase().endsWith(word.toLowerCase()) && word !== ''),
    );
    if (!metric)
      throw new UsageError(
        '--objective is accuracy, loss, seconds or parameters, or several of these joined by commas',
      );
    return checked('--objective', { metric, direction: direction ?? usualDirection(metric) }, objectiveSchema);
  });
}
