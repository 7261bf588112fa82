import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const glyphsSchema = z.array(
  z.object({ font: z.string(), sign: z.string(), strokes: z.array(z.array(z.tuple([z.number(), z.number()]))) }),
);

/** A glyph of one of A. V. Hershey's fonts (see HERSHEY.md). `sign`: the key that its font has it under. */
export type Glyph = z.infer<typeof glyphsSchema>[number];

export const readGlyphs = (): Glyph[] =>
  glyphsSchema.parse(
    JSON.parse(gunzipSync(readFileSync(path.join(import.meta.dirname, 'hershey.json.gz'))).toString('utf8')),
  );

/** Fonts that write Latin letters with single lines, as a pen does. */
const SINGLE_LINE = ['futural', 'rowmans', 'scripts', 'cursive'];

/** A Latin letter written with single lines. */
export const isPenLetter = ({ font, sign }: Glyph): boolean => SINGLE_LINE.includes(font) && /^[A-Za-z]$/.test(sign);

/** Of any other writing system or manner. */
export const isOther = ({ font }: Glyph): boolean => !SINGLE_LINE.includes(font);

/** Letters that may be read as a digit by a person, too; in Times italic as in single lines. */
const LOOK_LIKE_DIGITS = 'OoQDIlijJSsZzBbgqGyTCEY';

export const looksLikeDigit = (glyph: Glyph): boolean =>
  LOOK_LIKE_DIGITS.includes(glyph.sign) && (isPenLetter(glyph) || glyph.font === 'timesi');
