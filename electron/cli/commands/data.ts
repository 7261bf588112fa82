import path from 'node:path';
import { AppError, fromErrorData } from '../../../shared/contract/errors.ts';
import {
  datasetIdSchema,
  datasetNameSchema,
  type DatasetId,
  type DatasetInfo,
} from '../../../shared/contract/schemas/dataset.ts';
import type { Warning } from '../../../shared/contract/schemas/import.ts';
import { importWords } from '../../../shared/words/import-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseImport, chosenMends } from '../choices/import.ts';
import { checked } from '../choices/notation.ts';
import { percent, table, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

const USAGE = 'data list | import PATH | show ID | rename ID NAME | remove ID | download';

export async function data(services: Services, args: Arguments, output: Output): Promise<number> {
  const [verb, subject, ...more] = args.rest;
  const { datasets } = services;
  if (verb === 'import' && subject !== undefined && more.length === 0)
    return importData(services, args, path.resolve(subject), output);
  if (verb === 'list' && subject === undefined) {
    const sets = await datasets.list();
    output.line({ type: 'result', datasets: sets });
    output.say(
      table(
        sets.map((set) => [
          set.id,
          set.name,
          set.status.state,
          `${set.trainCount} + ${set.testCount} images`,
          set.origin ?? '',
        ]),
      ),
    );
    return 0;
  }
  if (verb === 'download' && subject === undefined) return download(services, output);
  if (subject === undefined) throw new UsageError(USAGE);
  const id = datasetIdOf(subject);
  if (verb === 'show' && more.length === 0) return show(services, id, output);
  if (verb === 'rename' && more.length === 1) {
    const info = await datasets.update(id, { name: checked('NAME', more[0], datasetNameSchema) });
    output.line({ type: 'result', dataset: facts(info) });
    output.say(`${info.id}  ${info.name}`);
    return 0;
  }
  if (verb === 'remove' && more.length === 0) {
    if (!(await datasets.info(id))) throw new AppError('dataset-not-found', { id });
    await datasets.remove(id);
    const left = await datasets.info(id);
    const readFrom = left?.status.state === 'ready' ? left.origin : null;
    output.line({ type: 'result', dataset: { id, ...(readFrom === null ? {} : { readFrom }) } });
    const still = `Inkstone's own copy of ${id} is removed; it is still read from ${readFrom}`;
    output.say(readFrom === null ? `${id} is removed` : still);
    return 0;
  }
  throw new UsageError(USAGE);
}

async function importData(services: Services, args: Arguments, source: string, output: Output): Promise<number> {
  const stop = services.datasets.onInspecting.on(({ done, total }) =>
    output.progress(total === null ? `${done} images read` : `${done} of ${total} images read`),
  );
  const wish = chooseImport(args);
  const { info, skipped, warnings } = await services.datasets.imports.importPath(source, wish).finally(stop);
  const mended = chosenMends(wish, warnings);
  const told = warnings.map((warning) => ({
    code: warning.code,
    ...warning.params,
    mended: isMended(warning, mended),
  }));
  output.line({ type: 'result', dataset: facts(info), skipped, warnings: told });
  const words = importWords(services.env.systemLanguage);
  for (const warning of warnings) output.note(words.warning(warning, isMended(warning, mended)));
  for (const { file, reason } of skipped) output.note(words.skipped(file, reason));
  output.say(
    `${info.id}  ${info.name}: ${info.trainCount} + ${info.testCount} images of ${info.task.classes.length} classes`,
  );
  return 0;
}

const isMended = ({ code }: Warning, mended: readonly string[]): boolean => mended.includes(code);

/** The fields of a data set that --json prints. */
const facts = ({ id, name, task, framing, trainCount, testCount }: DatasetInfo) => ({
  id,
  name,
  task: { inputShape: task.inputShape, classes: task.classes },
  framing,
  trainCount,
  testCount,
});

async function show(services: Services, id: DatasetId, output: Output): Promise<number> {
  const info = await services.datasets.info(id);
  if (!info) throw new AppError('dataset-not-found', { id });
  const { histogram } = await services.datasets.preview(id, 1);
  output.line({ type: 'result', dataset: { ...facts(info), origin: info.origin, histogram } });
  output.say(
    `${info.id}  ${info.name}: ${info.trainCount} + ${info.testCount} images of ${info.task.inputShape.slice(0, 2).join(' x ')}`,
  );
  if (info.origin !== null) output.say(`from ${info.origin}`);
  output.say(table(info.task.classes.map((name, i) => [name, String(histogram[i] ?? 0)])));
  return 0;
}

function datasetIdOf(text: string): DatasetId {
  const id = datasetIdSchema.safeParse(text);
  if (!id.success) throw new AppError('dataset-not-found', { id: text });
  return id.data;
}

function download(services: Services, output: Output): Promise<number> {
  return new Promise((resolve, reject) => {
    services.datasets.onChanged.on((info) => {
      if (info.id !== 'mnist') return;
      const { status } = info;
      if (status.state === 'working') {
        output.progress(`${status.source ?? ''} ${percent(status.progress ?? 0, 0)}`);
      } else if (status.state === 'ready') {
        output.line({ type: 'result', dataset: info.id });
        output.say('mnist is ready');
        resolve(0);
      } else {
        reject(status.state === 'failed' ? fromErrorData(status.error) : new AppError('cancelled'));
      }
    });
    services.datasets.download();
  });
}
