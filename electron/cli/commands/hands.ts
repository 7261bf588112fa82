import path from 'node:path';
import { zipSync } from 'fflate';
import { AppError } from '../../../shared/contract/errors.ts';
import { handNameSchema, type HandInfo } from '../../../shared/contract/schemas/hand.ts';
import { classNameSchema } from '../../../shared/contract/schemas/task.ts';
import type { Services } from '../../hosts/create-services.ts';
import { writeAtomic } from '../../files/atomic-write.ts';
import { namesIn } from '../../files/names-in.ts';
import { exportHand, type ExportKind, type HandFiles } from '../../services/hands/export-hand.ts';
import { importHand } from '../../services/hands/import-hand.ts';
import type { Arguments } from '../arguments.ts';
import { checked } from '../choices/notation.ts';
import { table, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';
import { printSheet, takeSheets } from './hands-paper.ts';

const USAGE =
  'hands list | show HAND | import PATH --hand NAME [--sign SIGN] | export HAND --format strokes|idx|png --out PATH | remove HAND' +
  ' | sheet --hand NAME --out FILE.pdf | take PICTURE... --hand NAME';
const KINDS: readonly ExportKind[] = ['strokes', 'idx', 'png'];

export async function hands(services: Services, args: Arguments, output: Output): Promise<number> {
  const [verb, subject, ...more] = args.rest;
  if (verb === 'list' && subject === undefined) return list(await services.hands.list(), output);
  if (verb === 'sheet' && subject === undefined) return printSheet(services, args, output);
  if (verb === 'take' && subject !== undefined) return takeSheets(services, args, [subject, ...more], output);
  if (subject === undefined || more.length > 0) throw new UsageError(USAGE);
  if (verb === 'import') return importDrawings(services, args, path.resolve(subject), output);
  if (verb === 'show') {
    const hand = await services.hands.find(subject);
    output.line({ type: 'result', hand });
    output.say(table(hand.classes.map((name, i) => [name, `${hand.counts[i]} drawings`])));
    return 0;
  }
  if (verb === 'export') return exportFiles(services, args, subject, output);
  if (verb === 'remove') {
    const { id, name } = await services.hands.find(subject);
    await services.datasets.remove(id);
    output.line({ type: 'result', hand: { id, name } });
    output.say(`${id} is removed`);
    return 0;
  }
  throw new UsageError(USAGE);
}

function list(all: readonly HandInfo[], output: Output): number {
  output.line({ type: 'result', hands: all });
  output.say(
    table(
      all.map(({ id, name, classes, parts }) => [
        id,
        name,
        `${parts.train} + ${parts.test} images`,
        `${classes.length} classes`,
      ]),
    ),
  );
  return 0;
}

async function importDrawings(services: Services, args: Arguments, file: string, output: Output): Promise<number> {
  const name = checked('--hand', args.required('hand'), handNameSchema);
  const known = await services.hands.find(name).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'hand-not-found') return null;
    throw thrown;
  });
  const given = args.value('sign');
  const sign = given === undefined ? undefined : checked('--sign', given, classNameSchema);
  const wish = { path: file, file: path.basename(file), hand: known?.id ?? null, name, sign };
  const sources = { reader: services.reader, imports: services.datasets.imports };
  const { hand, added, newClasses, skipped, mends } = await importHand(services.hands, sources, wish);
  output.line({ type: 'result', hand, added, newClasses, skipped, mends });
  if (mends.length > 0) output.note(`put right: ${mends.join(', ')}`);
  if (known && newClasses.length > 0) output.note(`new signs: ${newClasses.join(', ')}`);
  if (skipped > 0) output.note(`${skipped} without ink, or not readable, were left out`);
  output.say(`${hand.id}  ${hand.name}: ${added} drawings added, ${hand.parts.train} + ${hand.parts.test} images`);
  return 0;
}

async function exportFiles(services: Services, args: Arguments, subject: string, output: Output): Promise<number> {
  const kind = KINDS.find((each) => each === args.required('format'));
  if (kind === undefined) throw new UsageError(`--format is one of ${KINDS.join(', ')}`);
  const target = path.resolve(args.required('out'));
  const { id } = await services.hands.find(subject);
  const written = await exportHand(services.hands, id, kind);
  const count = await write(written, target);
  output.line({
    type: 'result',
    hand: { id, name: written.name },
    out: target,
    files: count,
    leftOut: written.leftOut,
  });
  if (written.leftOut > 0) output.note(`${written.leftOut} drawings from paper have no strokes and were left out`);
  output.say(`${written.name} is in ${target}`);
  return 0;
}

/** One file as it is; several in a zip where the name says so, else in a folder. Gives how many files there are. */
async function write({ files }: HandFiles, target: string): Promise<number> {
  const [[first, only] = [], ...others] = [...files];
  if (first !== undefined && only && others.length === 0 && !first.includes('/')) {
    await writeAtomic(target, [only]);
    return 1;
  }
  if (/\.zip$/i.test(target)) {
    await writeAtomic(target, [zipSync(Object.fromEntries(files), { level: 6 })]);
    return 1;
  }
  await mustBeEmpty(target);
  for (const [name, bytes] of files) await writeAtomic(path.join(target, ...name.split('/')), [bytes]);
  return files.size;
}

/** What lies in a folder must not be taken for part of an export. Throws `folder-not-empty` {path}, `not-a-folder` {path}. */
async function mustBeEmpty(folder: string): Promise<void> {
  if ((await namesIn(folder)).length > 0) throw new AppError('folder-not-empty', { path: folder });
}
