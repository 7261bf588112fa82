import type { CancelSignal } from '../../../shared/contract/define.ts';
import type { HandId, HandInfo, NewSample } from '../../../shared/contract/schemas/hand.ts';
import type { FoundLine, KnownLine, LineLook, Quad, ReadingWish } from '../../../shared/contract/schemas/reading.ts';
import type { Frame } from '../../../shared/contract/schemas/task.ts';
import { isHeldOut } from '../../../shared/forms/known-text.ts';
import { MNIST_FRAME } from '../../../shared/ink/frame.ts';
import { LINE_HEIGHT } from '../../../shared/page/page.ts';
import type { Quarters } from '../../../shared/page/quarters.ts';
import { homography } from '../../../shared/paper/locate/homography.ts';
import { cornersOf, quadWithBox } from '../../../shared/reading/in-picture.ts';
import { signSample } from '../../../shared/reading/known-signs.ts';
import { sha256Of, sha256OfFile } from '../../files/content-hash.ts';
import type { Hands } from '../hands/hands.ts';
import { keepDrawings, roomIn } from '../hands/keep-drawings.ts';
import { keepLines, keptLines, type KeptLine } from './kept-lines.ts';
import type { LineWithText } from './reader-gain.ts';
import type { Readings, ReadSource } from './readings.ts';

/** A page as it was read, and the lines of it whose text is known. */
export interface KnownPage {
  readonly source: ReadSource;
  readonly wish: ReadingWish;
  readonly quarters: Quarters;
  readonly lines: readonly KnownLine[];
}

export interface LearnWish {
  /** Null makes a new one of this name. */
  readonly hand: HandId | null;
  readonly name: string;
  readonly pages: readonly KnownPage[];
}

/** As `readings.signs` says. */
export async function learnLines(
  readings: Pick<Readings, 'linesOf'>,
  hands: Hands,
  { hand, name, pages }: LearnWish,
  signal?: CancelSignal,
): Promise<{ hand: HandInfo | null; added: number; leftOut: number; heldOut: number }> {
  const known = hand === null ? null : (await hands.get(hand)).hand;
  const before = known ? await keptLines(hands.store.linesFile(known.id)) : [];
  const places = new Map([...new Set(before.map(({ page }) => page))].map((page, place) => [page, place]));
  const there = new Set(before.map(keyOf));
  const frame = known?.frame ?? MNIST_FRAME;
  const room = roomIn(known);
  const [drawings, kept]: [NewSample[], KeptLine[]] = [[], []];
  let [leftOut, heldOut] = [0, 0];
  for (const { source, wish, quarters, lines } of pages) {
    const page = await pageOf(source);
    if (!places.has(page)) places.set(page, places.size);
    const isHeld = isHeldOut(places.get(page)!);
    const found = (await readings.linesOf(source, wish, { looks: false, quarters }, signal)).lines;
    for (const { quad, text, signs } of lines) {
      if (there.has(keyOf({ page, quad, text }))) continue;
      const look = lookAt(found, quad);
      if (look)
        kept.push({
          page,
          quad,
          text,
          wish: lineWish(wish),
          heldOut: isHeld,
          width: look.width,
          ink: new Uint8Array(look.ink),
        });
      if (look && isHeld) {
        heldOut++;
        continue;
      }
      const samples = look && signs ? samplesIn(look, signs, frame) : [];
      if (samples.length === 0 || drawings.length + samples.length > room) leftOut++;
      else drawings.push(...samples);
    }
  }
  const classes = [...new Set(drawings.map(({ label }) => label))].sort();
  // There is no hand yet that the lines could be kept beside.
  if (known === null && drawings.length === 0) return { hand: null, added: 0, leftOut, heldOut: 0 };
  const own = await keepDrawings(hands, { known, name, classes, source: 'paper', drawings });
  if (kept.length > 0) await keepLines(hands.store.linesFile(own.hand.id), kept);
  return { hand: own.hand, added: own.added, leftOut, heldOut };
}

/** The lines that are kept beside hands. Throws `hand-not-found` {id}, storage errors. */
export async function* linesOfHands(hands: Hands, ids: readonly HandId[]): AsyncGenerator<LineWithText> {
  const places = new Map<string, number>();
  for (const id of ids) {
    await hands.mustBe(id);
    for (const { page, quad, text, wish, heldOut, width, ink } of await keptLines(hands.store.linesFile(id))) {
      const place = places.get(page) ?? places.size;
      places.set(page, place);
      yield { page: place, heldOut, text, wish, found: { ink, width, quad, others: [], cells: [] } };
    }
  }
}

const keyOf = ({ page, quad, text }: Pick<KeptLine, 'page' | 'quad' | 'text'>): string =>
  JSON.stringify([page, quad, text]);

/** The same picture is the same page, whenever it is read and whatever it is called. */
async function pageOf(source: ReadSource): Promise<string> {
  if ('strokes' in source) return sha256Of(Buffer.from(JSON.stringify(source.strokes))).slice(0, 32);
  return `${(await sha256OfFile(source.path)).slice(0, 32)}/${source.part}`;
}

/** A page's lines are lines like any other. */
const lineWish = (wish: ReadingWish): ReadingWish => ({
  ...wish,
  kind: wish.kind === null || wish.kind === 'page' ? 'line' : wish.kind,
});

/** The line, in the look that was read; null: it is not there. */
function lookAt(found: readonly FoundLine[], quad: Quad): LineLook | null {
  const looks = found.flatMap((line) => [line, ...line.others]);
  return looks.find((look) => isSame(look.quad, quad)) ?? null;
}

const isSame = (one: Quad, other: Quad): boolean =>
  one.every(([x, y], i) => Math.hypot(x - other[i]![0], y - other[i]![1]) < 1e-3 * sizeOf(one));

const sizeOf = ([[left, top], , [right, bottom]]: Quad): number => Math.hypot(right - left, bottom - top);

/** Signs of a line in a hand's frame; those without ink are none. */
function samplesIn({ ink, width, quad }: LineLook, signs: NonNullable<KnownLine['signs']>, frame: Frame): NewSample[] {
  const toLine = homography(quad, cornersOf(width));
  if (!toLine) return [];
  return signs.flatMap(({ label, quad: place }) => {
    const { box } = quadWithBox(place.map(([x, y]) => toLine(x, y)) as unknown as Quad);
    return signSample({ label, box }, { levels: ink, width, height: LINE_HEIGHT }, frame) ?? [];
  });
}
