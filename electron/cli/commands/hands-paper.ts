import path from 'node:path';
import { AppError, fromErrorData, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import { handNameSchema, type HandInfo } from '../../../shared/contract/schemas/hand.ts';
import { sheetWishSchema, type BoxState, type SheetReading } from '../../../shared/contract/schemas/paper.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import { systemLanguage } from '../../hosts/node-environment.ts';
import { storageError, writeAtomic } from '../../files/atomic-write.ts';
import { saveError } from '../../services/files/save-file.ts';
import { countPartsAt, makeSheet, readSheetAt } from '../../services/paper/paper.ts';
import { takeIn } from '../../services/paper/take-in.ts';
import type { Arguments } from '../arguments.ts';
import { wholeNumber } from '../choices/number.ts';
import { checked } from '../choices/notation.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** `hands sheet`: a PDF to print and write on, for a hand or for these signs. */
export async function printSheet(services: Services, args: Arguments, output: Output): Promise<number> {
  const name = args.value('hand');
  const given = args.value('classes');
  if (name === undefined && given === undefined) throw new UsageError('hands sheet needs --hand or --classes');
  const hand = name === undefined ? null : await services.hands.find(name);
  const wish = checked('hands sheet', wishOf(args, hand, given), sheetWishSchema);
  const target = path.resolve(args.required('out'));
  const { bytes, pages } = await makeSheet(services.reader, wish);
  await writeAtomic(target, [bytes]).catch((error: unknown) => {
    throw saveError(storageError(error, target), path.basename(target));
  });
  output.line({ type: 'result', out: target, pages, classes: wish.classes, times: wish.times });
  output.say(`${pages} ${pages === 1 ? 'page' : 'pages'} in ${target}`);
  return 0;
}

const wishOf = (args: Arguments, hand: HandInfo | null, classes: string | undefined) => ({
  classes: classes?.split(',') ?? hand?.classes,
  times: wholeNumber(args, 'times', 1, 50),
  columns: wholeNumber(args, 'columns', 6, 14),
  format: args.value('page'),
  title: hand?.name,
  hand: hand?.id,
  language: systemLanguage(process.env).startsWith('zh') ? 'zh-CN' : 'en',
});

/**
 * `hands take`: what is written on photographed or scanned pages, into a hand. Those that cannot be read are told and left
 * out, and the exit code is 1 then; if none can be read, the first error ends the command.
 */
export async function takeSheets(
  services: Services,
  args: Arguments,
  files: readonly string[],
  output: Output,
): Promise<number> {
  const name = checked('--hand', args.required('hand'), handNameSchema);
  const known = await services.hands.find(name).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'hand-not-found') return null;
    throw thrown;
  });
  const pages: SheetReading[] = [];
  const failed: { file: string; error: ErrorData }[] = [];
  const repeated: string[] = [];
  const attempt = async <T>(file: string, work: () => Promise<T>): Promise<T | null> =>
    work().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      failed.push({ file, error: toErrorData(error) });
      return null;
    });
  for (const file of files) {
    const target = path.resolve(file);
    const parts = await attempt(file, () => countPartsAt(services.reader, target));
    for (let part = 0; part < (parts ?? 0); part++) {
      const name = parts === 1 ? file : `${file}, picture ${part + 1}`;
      const reading = await attempt(name, () =>
        readSheetAt(services.reader, target, { hand: known?.id ?? null, part }),
      );
      if (!reading) continue;
      if (pages.some((page) => isSamePage(page, reading))) repeated.push(name);
      else pages.push(reading);
    }
  }
  if (pages.length === 0) throw fromErrorData(failed[0]!.error);
  for (const { error } of failed) output.note(errorLines(error, systemLanguage(process.env)));
  const { hand, added, newClasses } = await takeIn(services.hands, pages, known?.id ?? null, name);
  const [empty, crossed] = [countOf(pages, 'empty'), countOf(pages, 'crossed')];
  const told = failed.map(({ file, error: { code, params } }) => ({ file, error: { code, params } }));
  output.line({ type: 'result', hand, added, newClasses, empty, crossed, repeated, failed: told });
  if (repeated.length > 0) output.note(`photographs of a page that came before: ${repeated.join(', ')}`);
  if (known && newClasses.length > 0) output.note(`new signs: ${newClasses.join(', ')}`);
  output.note(`left out: ${empty} empty and ${crossed} crossed-out boxes`);
  output.say(`${hand.id}  ${hand.name}: ${added} drawings added, ${hand.parts.train} + ${hand.parts.test} images`);
  return failed.length > 0 ? 1 : 0;
}

/** Taken in twice, its drawings would be there twice. */
const isSamePage = (a: SheetReading, b: SheetReading): boolean =>
  a.sheet.id === b.sheet.id && a.sheet.page === b.sheet.page;

const countOf = (pages: readonly SheetReading[], wanted: BoxState): number =>
  pages.reduce((sum, { samples }) => sum + samples.filter(({ state }) => state === wanted).length, 0);
