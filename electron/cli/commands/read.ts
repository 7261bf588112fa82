import path from 'node:path';
import { fromErrorData, toErrorData, type ErrorData } from '../../../shared/contract/errors.ts';
import {
  LONGEST_CODE,
  readingWishSchema,
  type LineReading,
  type ReadingWish,
} from '../../../shared/contract/schemas/reading.ts';
import type { Size } from '../../../shared/ink/frame.ts';
import { beforeTurn, type Quarters } from '../../../shared/page/quarters.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import { systemLanguage } from '../../hosts/node-environment.ts';
import { countPartsAt } from '../../services/paper/paper.ts';
import type { Arguments } from '../arguments.ts';
import { checked } from '../choices/notation.ts';
import { wholeNumber } from '../choices/number.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { percent, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';
import { readForms } from './read-forms.ts';

/** A line, the page of its file that it stands on, from 1, null where the file has one, and how that was turned to be read. */
type PageLine = LineReading & {
  readonly page: number | null;
  readonly before: { readonly size: Size; readonly quarters: Quarters };
};

/** What a file says, or why it cannot be read. */
type Item = { readonly file: string } & ({ readonly lines: readonly PageLine[] } | { readonly error: ErrorData });

/** As they are typed. */
const CHECKS: Readonly<Record<string, string>> = { id: 'resident-id' };
const ORDERS: Readonly<Record<string, string>> = {
  dmy: 'day-month-year',
  mdy: 'month-day-year',
  ymd: 'year-month-day',
};

/**
 * Reads lines of writing. Of several files those that cannot be read are told in their places, and the others are read; if none can be read,
 * the first error ends the command. The exit code is 1 if any could not be read.
 */
export async function read(services: Services, args: Arguments, output: Output): Promise<number> {
  if (args.value('form') !== undefined) return readForms(services, args, output);
  if (args.value('image') === undefined) throw new UsageError('read needs --image, or --form, --images and --out');
  for (const only of ['images', 'out', 'again'])
    if (args.value(only) !== undefined) throw new UsageError(`read takes --${only} with --form`);
  const wish = wishOf(args);
  const files = [...args.values('image'), ...args.rest];
  const { folder } = await chooseTrainedModel(services, args.value('model') ?? 'line-reader');
  const items: Item[] = [];
  for (const file of files) items.push(await readFile(services, file, wish, folder, output));
  const failed = items.filter((item) => 'error' in item);
  if (failed.length === items.length) throw fromErrorData(failed[0]!.error);
  report(items, files.length > 1, output);
  return failed.length > 0 ? 1 : 0;
}

function wishOf(args: Arguments): ReadingWish {
  const kind = args.value('kind');
  const [length, check, order] = [
    wholeNumber(args, 'length', 1, LONGEST_CODE),
    args.value('check'),
    args.value('order'),
  ];
  if (kind !== 'code' && (length ?? check) !== undefined)
    throw new UsageError('read takes --length and --check with --kind code');
  if (kind !== 'date' && order !== undefined) throw new UsageError('read takes --order with --kind date');
  return checked(
    'read',
    { kind, length, check: CHECKS[check ?? ''] ?? check, order: ORDERS[order ?? ''] ?? order },
    readingWishSchema,
  );
}

async function readFile(
  { reader, readings }: Services,
  file: string,
  wish: ReadingWish,
  folder: string,
  output: Output,
): Promise<Item> {
  const name = path.basename(file);
  const resolved = path.resolve(file);
  try {
    const parts = await countPartsAt(reader, resolved);
    const lines: PageLine[] = [];
    for (let part = 0; part < parts; part++) {
      if (parts > 1) output.progress(`${name}: page ${part + 1} of ${parts}`);
      const options = { folder, classic: false, looks: false, quarters: null };
      const page = await readings.read({ path: resolved, part }, wish, options);
      const before = { size: page.size!, quarters: page.cleaning!.quarters };
      lines.push(...page.lines.map((line) => ({ ...line, before, page: parts > 1 ? part + 1 : null })));
    }
    return { file: name, lines };
  } catch (thrown) {
    return { file: name, error: toErrorData(thrown) };
  }
}

function report(items: readonly Item[], named: boolean, output: Output): void {
  const language = systemLanguage(process.env);
  const told = items.map((item) => {
    if ('error' in item) {
      output.note(errorLines(item.error, language));
      return { file: item.file, error: { code: item.error.code, params: item.error.params } };
    }
    const lines = item.lines.length > 0 ? item.lines.map(wordsFor) : ['nothing is written there'];
    output.say(named ? lines.map((line) => `${item.file}  ${line}`) : lines);
    return { file: item.file, lines: item.lines.map(dataOf) };
  });
  output.line({ type: 'result', items: told });
}

/** A line for a person: what was read, how probable it is, and whether that is enough. */
function wordsFor({ text, value, confidence, sure, page }: PageLine): string {
  const means = value !== null && value !== text ? `  = ${value}` : '';
  const where = page === null ? '' : `page ${page}  `;
  return `${where}${text || '(nothing of this kind)'}${means}  ${percent(confidence, 1)}${sure ? '' : '  not sure'}`;
}

/** Boxes are in the file's own picture. */
const dataOf = ({ text, value, confidence, sure, symbols, alternatives, page, before }: PageLine) => ({
  ...(page !== null && { page }),
  ...(before.quarters !== 0 && { turned: 90 * before.quarters }),
  text,
  ...(value !== null && { value }),
  confidence,
  sure,
  symbols: symbols.map(({ label, box, confidence: its, empty }) => ({
    ...{ label, box: beforeTurn(box, before.size, before.quarters), confidence: its },
    ...(empty && { empty }),
  })),
  alternatives,
});
