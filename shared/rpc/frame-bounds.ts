/** What one MessagePack frame may hold, whatever its length. */
export interface FrameBounds {
  /** Arrays and maps inside each other. */
  readonly depth: number;
  /** Entries of all arrays and maps together; a key and its value are two. */
  readonly entries: number;
  /** Arrays and maps: each costs some fifty bytes of memory, and may cost one byte of the frame. */
  readonly containers: number;
}

/** What a page may ask for: the longest list that the contract takes is a million images to leave out. */
export const REQUEST_BOUNDS: FrameBounds = { depth: 64, entries: 4_000_000, containers: 200_000 };

/** What a page is told by its host: every step of a long run. */
export const ANSWER_BOUNDS: FrameBounds = { depth: 64, entries: 64_000_000, containers: 8_000_000 };

/** Codes of MessagePack whose value is this many bytes, or has its length in so many bytes. */
const FIXED: Readonly<Record<number, number>> = {
  0xc0: 0, // nil
  0xc2: 0, // false
  0xc3: 0, // true
  0xca: 4, // float 32
  0xcb: 8, // float 64
  0xcc: 1, // uint 8 to 64
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1, // int 8 to 64
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
};
const BYTES: Readonly<Record<number, number>> = { 0xc4: 1, 0xc5: 2, 0xc6: 4, 0xd9: 1, 0xda: 2, 0xdb: 4 };
const LISTS: Readonly<Record<number, number>> = { 0xdc: 2, 0xdd: 4 };
const MAPS: Readonly<Record<number, number>> = { 0xde: 2, 0xdf: 4 };

/**
 * Whether a frame is one whole MessagePack value within the bounds. The check builds nothing: a decoder reserves memory
 * for as many entries as an array claims, so that a few bytes could claim all memory. Extension types are refused: no
 * transport carries them.
 */
export function isWithinBounds(frame: Uint8Array, bounds: FrameBounds): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const length = (at: number, width: number): number =>
    width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at) : view.getUint32(at);
  /** Values that are still to come in each of the open arrays and maps. */
  const open = [1];
  /**
   * Values still to come in all. Each takes at least a byte, so a claim of more than the bytes that are left is false.
   */
  let left = 1;
  let [at, entries, containers] = [0, 0, 0];
  while (open.length > 0) {
    if (open[open.length - 1] === 0) {
      open.pop();
      continue;
    }
    open[open.length - 1]!--;
    left--;
    if (at >= frame.length) return false;
    const code = frame[at++]!;
    const width = BYTES[code] ?? LISTS[code] ?? MAPS[code] ?? 0;
    if (at + width > frame.length) return false;
    const inside = insideOf(code, () => length(at, width));
    if (inside === null) return false;
    at += width + inside.bytes;
    if (inside.values === null) continue;
    [entries, left] = [entries + inside.values, left + inside.values];
    if (++containers > bounds.containers || entries > bounds.entries || at + left > frame.length) return false;
    if (open.push(inside.values) - 1 > bounds.depth) return false;
  }
  return at === frame.length;
}

/** What follows a code: bytes of its own, and values inside it (null: it is no array and no map). Null for an unknown code. */
function insideOf(code: number, length: () => number): { bytes: number; values: number | null } | null {
  if (code < 0x80 || code >= 0xe0) return { bytes: 0, values: null };
  if (code < 0x90) return { bytes: 0, values: 2 * (code & 15) };
  if (code < 0xa0) return { bytes: 0, values: code & 15 };
  if (code < 0xc0) return { bytes: code & 31, values: null };
  if (code in FIXED) return { bytes: FIXED[code]!, values: null };
  if (code in BYTES) return { bytes: length(), values: null };
  if (code in LISTS) return { bytes: 0, values: length() };
  return code in MAPS ? { bytes: 0, values: 2 * length() } : null;
}
