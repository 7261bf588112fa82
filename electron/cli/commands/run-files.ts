import path from 'node:path';
import { runFormatSchema, type RunFormat } from '../../../shared/contract/calls/run-files.ts';
import { storageError, writeAtomic, writeAtomicFrom } from '../../files/atomic-write.ts';
import type { Services } from '../../hosts/create-services.ts';
import { saveError } from '../../services/files/save-file.ts';
import { runFile } from '../../services/run-files/export.ts';
import { importRun } from '../../services/run-files/import.ts';
import { eventFiles } from '../../services/run-files/tensorboard.ts';
import type { Arguments } from '../arguments.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** `runs export RUN --format F --out PATH`: a file, or event files in a log folder, beside those of other runs. */
export async function exportOne(services: Services, id: string, args: Arguments, output: Output): Promise<number> {
  const format = runFormatSchema.safeParse(args.required('format')).data;
  if (format === undefined) throw new UsageError(`--format is one of ${runFormatSchema.options.join(', ')}`);
  const checkpoints = args.value('checkpoints') !== undefined;
  if (checkpoints && format !== 'run') throw new UsageError('--checkpoints goes with --format run');
  const target = path.resolve(args.required('out'));
  const files = await write(services, { id, format, checkpoints }, target).catch((error: unknown) => {
    throw saveError(storageError(error, target), target);
  });
  output.line({ type: 'result', run: id, format, out: target, files });
  output.say(`${id} is in ${target}`);
  return 0;
}

/** Gives how many files there are. */
async function write(
  { runs }: Services,
  wish: { readonly id: string; readonly format: RunFormat; readonly checkpoints: boolean },
  target: string,
): Promise<number> {
  if (wish.format === 'tensorboard' && !/\.zip$/i.test(target)) {
    const { run, logs } = await runs.get(wish.id);
    const files = eventFiles(run, logs);
    for (const [name, bytes] of files) await writeAtomic(path.join(target, ...name.split('/')), [bytes]);
    return files.size;
  }
  await writeAtomicFrom(target, (await runFile(runs, wish)).content);
  return 1;
}

/** `runs import FILE`. */
export async function importOne(services: Services, file: string, output: Output): Promise<number> {
  const target = path.resolve(file);
  const { run, renamed } = await importRun(services, { path: target, name: path.basename(target) });
  output.line({ type: 'result', run: run.id, name: run.spec.name, status: run.status, renamed });
  if (renamed) output.note('There is a run of that id already, so this one has a new id.');
  output.say(`${run.id}  ${run.spec.name}`);
  return 0;
}
