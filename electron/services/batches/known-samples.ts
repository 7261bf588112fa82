import { zipSync } from 'fflate';
import type { BatchId } from '../../../shared/contract/schemas/batch.ts';
import type { HandId, HandInfo, NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { FoundLine } from '../../../shared/contract/schemas/reading.ts';
import { csvCell, exactCsvCell } from '../../../shared/csv-cell.ts';
import { isHeldOut, knownText, type KnownBy } from '../../../shared/forms/known-text.ts';
import { fieldLine } from '../../../shared/forms/field-line.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import { knownSigns, signSample, type KnownSign } from '../../../shared/reading/known-signs.ts';
import { encodeGreyPng } from '../../formats/png.ts';
import type { Hands } from '../hands/hands.ts';
import { keepDrawings, roomIn } from '../hands/keep-drawings.ts';
import type { BatchStore } from './batch-store.ts';
import { cropsOf } from './batch-views.ts';

/** A field whose text is known, with its ink. */
export interface KnownField {
  readonly file: string;
  readonly page: number;
  readonly field: string;
  readonly text: string;
  readonly signs: readonly KnownSign[] | null;
  readonly ink: { readonly width: number; readonly height: number; readonly levels: Uint8Array };
}

/** Which signs are taken, and into which hand: see `batches.signs`. */
export interface SignsWish {
  readonly hand: HandId | null;
  readonly name: string;
  readonly of: KnownBy;
  readonly holdOut: boolean;
}

/** The fields of a batch whose text is known, one after the other. Marks are no writing. */
export async function* knownFields(store: BatchStore, id: BatchId, by: KnownBy): AsyncGenerator<KnownField> {
  const stored = await store.find(id);
  const marks = new Set(stored.record.form.fields.flatMap((field) => (field.kind === 'mark' ? [field.id] : [])));
  for await (const { page, file, fields } of stored.pages.read(stored.pages.pages())) {
    const decided = stored.decisions.of(page);
    const known = fields.flatMap((reading) => {
      const text = marks.has(reading.field) ? null : knownText(reading, decided.get(reading.field), by);
      return text === null ? [] : [{ reading, text }];
    });
    if (known.length === 0) continue;
    const refs = known.map(({ reading }) => ({ page, field: reading.field }));
    const crops = new Map((await cropsOf(store.folderOf(id), stored, refs)).map((crop) => [crop.field, crop.ink]));
    for (const { reading, text } of known) {
      const ink = crops.get(reading.field);
      if (!ink) continue;
      const signs = knownSigns(reading.symbols, text)?.map(({ label, symbol: { box } }) => ({ label, box })) ?? null;
      yield { file, page, field: reading.field, text, signs, ink };
    }
  }
}

/**
 * The signs of fields whose text is known, into a hand, as a sitting of its own, all or none. `hand`: null makes a new one of this name.
 * `leftOut`: fields of which nobody can tell where each sign stands, and what a full hand has no room for; `heldOut`: those of the pages that are kept
 * from learning, if `holdOut` says so. Throws what `Hands.get` and `keepDrawings` throw.
 */
export async function takeSigns(
  store: BatchStore,
  hands: Hands,
  id: BatchId,
  { hand, name, of, holdOut }: SignsWish,
): Promise<{ hand: HandInfo | null; added: number; leftOut: number; heldOut: number }> {
  const known = hand === null ? null : (await hands.get(hand)).hand;
  const frame = known?.frame ?? MNIST_FRAME;
  const room = roomIn(known);
  const drawings: NewSample[] = [];
  let [leftOut, heldOut] = [0, 0];
  for await (const { page, signs, ink } of knownFields(store, id, of)) {
    if (holdOut && isHeldOut(page)) {
      heldOut++;
      continue;
    }
    const samples = signs?.flatMap((sign) => signSample(sign, ink, frame) ?? []) ?? [];
    if (!signs || drawings.length + samples.length > room) leftOut++;
    else drawings.push(...samples);
  }
  const classes = [...new Set(drawings.map(({ label }) => label))].sort();
  if (drawings.length === 0) return { hand: known, added: 0, leftOut, heldOut };
  const kept = await keepDrawings(hands, { known, name, classes, source: 'paper', drawings });
  return { hand: kept.hand, added: kept.added, leftOut, heldOut };
}

/** The line of a field as a model reads it, from the picture that is kept of its ink; null: there is none. */
export function lineOf({ ink: { width, height, levels } }: Pick<KnownField, 'ink'>): FoundLine | null {
  const none = { flat: [], upright: [] };
  const toPicture = (x: number, y: number): [number, number] => [x, y];
  return fieldLine({ width, height, ink: levels, look: levels, inked: 0, placed: 1, rules: none, toPicture });
}

/** The lines of fields whose text is known as a zip: a picture each, black on white, and lines.csv with file and text. */
export async function knownLines(
  store: BatchStore,
  id: BatchId,
  of: KnownBy,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; count: number }> {
  const files: Record<string, Uint8Array> = {};
  const rows = ['picture,text,file,page,field'];
  for await (const { file, page, field, text, ink } of knownFields(store, id, of)) {
    const line = lineOf({ ink });
    if (!line) continue;
    const name = `lines/${String(rows.length).padStart(5, '0')}.png`;
    files[name] = encodeGreyPng(
      line.ink.map((level) => 255 - level),
      line.width,
      line.ink.length / line.width,
    );
    // What stands in the line may look like a formula (=12=), and is what a reader is to learn.
    rows.push([name, exactCsvCell(text), csvCell(file), page + 1, csvCell(field)].join(','));
  }
  files['lines.csv'] = Buffer.from(`${rows.join('\r\n')}\r\n`);
  // Pictures are packed already.
  return { bytes: new Uint8Array(zipSync(files, { level: 0 })), count: rows.length - 1 };
}
