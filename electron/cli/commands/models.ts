import path from 'node:path';
import { AppError, fromErrorData } from '../../../shared/contract/errors.ts';
import { modelNameSchema, type ModelInspection } from '../../../shared/contract/schemas/model-import.ts';
import type { ModelInfo } from '../../../shared/contract/schemas/predict.ts';
import { importedModelIdSchema, type ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import { shapeText } from '../../../shared/model/info.ts';
import { modelImportWords } from '../../../shared/words/model-import-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { checked } from '../choices/notation.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { table, type Output } from '../output.ts';
import { importOne } from './run-files.ts';
import { checkNames } from '../../services/datasets/check-names.ts';
import { UsageError } from '../usage.ts';

const USAGE = 'models list | import PATH | show MODEL | rename MODEL NAME | classes MODEL A,B,... | remove MODEL';

/** Lists models, and imports those of other programs, renames and removes them. */
export async function models(services: Services, args: Arguments, output: Output): Promise<number> {
  const [verb, subject, value, ...more] = args.rest;
  if (more.length > 0) throw new UsageError(USAGE);
  if (verb === 'list' && subject === undefined) return list(services, output);
  if (subject === undefined) throw new UsageError(USAGE);
  if (verb === 'import' && value === undefined) return importModel(services, args, path.resolve(subject), output);
  if (verb === 'show' && value === undefined) return show(services, subject, output);
  const id = importedId(subject);
  if (verb === 'rename' && value !== undefined) {
    tell(await services.models.rename(id, checked('NAME', value, modelNameSchema)), output);
    return 0;
  }
  if (verb === 'classes' && value !== undefined) {
    tell(await services.models.nameClasses(id, value.split(',')), output);
    return 0;
  }
  if (verb === 'remove' && value === undefined) {
    await services.models.remove(id);
    output.line({ type: 'result', model: { id } });
    output.say(`${id} is removed`);
    return 0;
  }
  throw new UsageError(USAGE);
}

function importedId(text: string): ModelRef {
  const id = importedModelIdSchema.safeParse(text);
  if (!id.success) throw new AppError('model-not-found', { folder: text });
  return id.data;
}

async function list(services: Services, output: Output): Promise<number> {
  const all = await services.models.list();
  output.line({ type: 'result', models: all.map(facts) });
  output.say(table(all.map((model) => [model.ref, model.name, ...about(model)])));
  return 0;
}

/** `models import`: what was assumed and left out is noted; a refusal names each layer that stands in the way. */
async function importModel(services: Services, args: Arguments, source: string, output: Output): Promise<number> {
  const found = await services.models.imports.inspect(source, { origin: source }).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'model-file-run') return null;
    throw thrown;
  });
  // A run's own file holds a model, and comes in as the run that it is.
  if (!found) return importOne(services, source, output);
  note(found, services.env.systemLanguage, output);
  if (found.architecture) return makeArchitecture(services, args, found, output);
  if (found.id === null) throw fromErrorData(found.fault!);
  const name = args.value('name');
  const info = await services.models
    .import(found.id, {
      ...(name !== undefined && { name: checked('--name', name, modelNameSchema) }),
      classes: args.value('classes')?.split(','),
    })
    .finally(() => services.models.imports.discard(found.id!));
  const { origin, layers, check } = found;
  output.line({ type: 'result', model: facts(info), origin, layers, check });
  if (check) output.note(`${check.right} of ${check.count} synthetic digits are read right`);
  output.say(`${info.ref}  ${info.name}: ${about(info).join(', ')}`);
  return 0;
}

/** A file without weights becomes an architecture of the user's own. */
async function makeArchitecture(
  { architectures }: Services,
  args: Arguments,
  { name: ownName, architecture, origin, layers, parameters }: ModelInspection,
  output: Output,
): Promise<number> {
  const content = architecture!;
  const name = checked('--name', args.value('name') ?? ownName, modelNameSchema);
  const given = args.value('classes')?.split(',');
  const classes = given ? checkNames(given, content.task.classes.length) : content.task.classes;
  const task = { ...content.task, classes };
  const { id } = await architectures.create(name, { ...content, task });
  output.line({
    type: 'result',
    model: null,
    architecture: { id, name, task, parameters },
    origin,
    layers,
    check: null,
  });
  output.note(
    'there are no weights in it: it became an architecture of your own, to be edited and trained in the studio',
  );
  output.say(`${id}  ${name}: ${about({ task, parameters: parameters! }).join(', ')}`);
  return 0;
}

function note({ layers, origin }: ModelInspection, language: string, output: Output): void {
  const words = modelImportWords(language);
  for (const layer of layers.filter(({ fate }) => fate !== 'taken'))
    output.note(`${layer.name} (${layer.type}): ${words.reason(layer)}`);
  for (const assumption of origin.assumptions) output.note(words.assumption(assumption));
}

async function show(services: Services, choice: string, output: Output): Promise<number> {
  const { folder } = await chooseTrainedModel(services, choice);
  const card = await services.models.card(folder);
  output.line({ type: 'result', model: card });
  output.say(JSON.stringify(card, null, 2).split('\n'));
  return 0;
}

function tell(info: ModelInfo, output: Output): void {
  output.line({ type: 'result', model: facts(info) });
  output.say(`${info.ref}  ${info.name}: ${about(info).join(', ')}`);
}

/** The fields of a model that --json prints. */
const facts = ({ ref, name, task, framing, parameters, origin }: ModelInfo) => ({
  id: ref,
  name,
  task: { inputShape: task.inputShape, classes: task.classes },
  framing,
  parameters,
  ...(origin && { origin }),
});

const about = ({ task, parameters }: Pick<ModelInfo, 'task' | 'parameters'>): string[] => [
  shapeText(task.inputShape.slice(0, 2)),
  `${task.classes.length} classes`,
  `${parameters} parameters`,
];
