import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { CutField } from '../../../shared/contract/reader.ts';
import type { FieldReading } from '../../../shared/contract/schemas/batch.ts';
import type { FormField } from '../../../shared/contract/schemas/form.ts';
import type { FoundLine, LineReading, Quad, ReadingWish } from '../../../shared/contract/schemas/reading.ts';
import { fieldReading, wishOf } from '../../../shared/forms/field-reading.ts';
import type { GreyImage } from '../../../shared/ink/grey-image.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';

/** A line that was found in a field, and what it is to be. */
export interface FieldLine {
  readonly found: FoundLine;
  readonly wish: ReadingWish;
}

/** What reads lines with a model: the readings' service, or a test's own. Gives an answer for each, in order. */
export type FieldReader = (lines: readonly FieldLine[], model: string, signal?: CancelSignal) => Promise<LineReading[]>;

/** A page's picture in a file. `name`: as its user knows it. */
export interface PagePicture {
  readonly path: string;
  readonly name: string;
  readonly part: number;
}

/** A template as pages are read with it: where the scan of the empty form lies, and the fields. */
export interface PageForm {
  readonly scan: string;
  readonly fields: readonly FormField[];
}

/** A page after it was found and cut, before its lines are read. */
export interface CutPage {
  readonly quality: number;
  readonly corners: Quad;
  readonly cuts: readonly CutField[];
  /** Where it was asked for: the page in the template's place. */
  readonly straight: (GreyImage & { readonly levels: Uint8Array }) | null;
}

/** A page with so much on it takes seconds, on a busy machine more. Milliseconds. */
const PATIENCE = 120_000;

/** Finds the form on a page and cuts out its fields, in the reader's process. Throws what `form.page` of the reader's contract throws. */
export async function cutPage(
  reader: Pick<ReaderLink, 'call'>,
  picture: PagePicture,
  { scan, fields }: PageForm,
  { straight = null, signal }: { readonly straight?: number | null; readonly signal?: CancelSignal | undefined } = {},
): Promise<CutPage> {
  const wish = { ...picture, scan, fields: [...fields], straight };
  const { fields: cuts, ...page } = await reader.call('form.page', wish, { signal, patience: PATIENCE });
  return { ...page, cuts };
}

/** Reads the fields that were cut out of a page. Throws what the reader of lines throws. */
export async function readCuts(
  read: FieldReader,
  { quality, cuts }: CutPage,
  fields: readonly FormField[],
  model: string,
  signal?: CancelSignal,
): Promise<FieldReading[]> {
  const lines = cuts.map((cut, i) => {
    const wish = wishOf(fields[i]!);
    return wish && cut.line ? { found: cut.line, wish } : null;
  });
  const asked = lines.filter((line) => line !== null);
  const answers = asked.length === 0 ? [] : await read(asked, model, signal);
  let next = 0;
  return cuts.map((cut, i) => fieldReading(fields[i]!, cut, lines[i] ? answers[next++]! : null, quality));
}
