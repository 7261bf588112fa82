import { basename } from 'node:path';
import type { CallOutput, ParsedInput } from '../../shared/contract/define.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { CutField, ReaderCalls } from '../../shared/contract/reader.ts';
import { FORM_LIMITS, type FormField } from '../../shared/contract/schemas/form.ts';
import { cutField } from '../../shared/forms/field-crop.ts';
import { fieldLine } from '../../shared/forms/field-line.ts';
import { findForm, templateOf, type FoundForm, type Template } from '../../shared/forms/find-form.ts';
import { halvesOf, type Halves } from '../../shared/forms/locate/halves.ts';
import { shrink, type GreyImage } from '../../shared/ink/grey-image.ts';
import { luminance } from '../../shared/ink/luminance.ts';
import { warp } from '../../shared/page/warp.ts';
import { decodeScan } from '../formats/scans.ts';
import { readWholeFile } from '../formats/whole-file.ts';
import { FILE_LIMIT } from './read-picture.ts';
import { identityOf, scanBytes } from './scan-bytes.ts';

interface Scanned {
  readonly path: string;
  readonly name: string;
  readonly part: number;
}

/** `form.scan`: see shared/contract/reader.ts. */
export async function readFormScan({
  print,
  ...scanned
}: ParsedInput<ReaderCalls, 'form.scan'>): Promise<CallOutput<ReaderCalls, 'form.scan'>> {
  const picture = await greyOf(scanned);
  const { width, height } = picture;
  const factor = Math.ceil(Math.max(width, height) / FORM_LIMITS.side);
  const small = shrink(picture, factor);
  const isLarge = Math.min(small.width, small.height) >= FORM_LIMITS.leastSide;
  if (print && !(isLarge && templateOf(small))) throw new AppError('form-scan-poor', { file: scanned.name });
  return { ...bytesOf(small), factor };
}

/** `form.page`: see shared/contract/reader.ts. */
export async function readFormPage({
  scan,
  fields,
  straight,
  ...scanned
}: ParsedInput<ReaderCalls, 'form.page'>): Promise<CallOutput<ReaderCalls, 'form.page'>> {
  const template = await templateIn(scan);
  const halves = halvesOf(await greyOf(scanned));
  const found = findForm(template, halves);
  if (!found) throw new AppError('page-other-form', { file: scanned.name });
  return {
    quality: found.quality,
    corners: found.corners.map(([x, y]): [number, number] => [x, y]) as CallOutput<ReaderCalls, 'form.page'>['corners'],
    fields: fields.map((field) => cut(template, halves, found, field)),
    straight: straight === null ? null : laidStraight(template, halves, found, straight),
  };
}

function cut(template: Template, halves: Halves, found: FoundForm, { id, kind, box }: FormField): CutField {
  const field = cutField(template, halves, found, box);
  const { width, height, look, ink, inked, placed } = field;
  const line = kind === 'mark' ? null : fieldLine(field);
  return { field: id, width, height, look: new Uint8Array(look), ink: new Uint8Array(ink), inked, placed, line };
}

/** The page as the template lies, with so many pixels along its longer side, or the template's own where these are fewer. */
function laidStraight({ width, height }: Template, halves: Halves, { toPicture }: FoundForm, side: number) {
  const scale = Math.min(1, side / Math.max(width, height));
  const times = Math.max(0, Math.floor(-Math.log2(scale)));
  const by = 2 ** times;
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const laid = warp(halves(times), size, (x, y) => {
    const [u, v] = toPicture(x / scale, y / scale);
    return [u / by, v / by];
  });
  return bytesOf(laid);
}

async function greyOf({ path, name, part }: Scanned): Promise<GreyImage> {
  const { width, height, channels, pixels } = await decodeScan(await scanBytes(path, name), name, part);
  return { levels: luminance(pixels, channels), width, height };
}

const bytesOf = ({ levels, width, height }: GreyImage) => ({
  width,
  height,
  levels: Uint8Array.from(levels, (level) => Math.round(level)),
});

/** The last one that was used: a batch's pages all have the same. */
let last: { readonly key: string; readonly template: Template } | null = null;

/** Throws `file-torn` {path} for a scan that is none any more: it is the studio's own file, and no page's fault. */
async function templateIn(scan: string): Promise<Template> {
  const key = await identityOf(scan);
  if (key !== null && last?.key === key) return last.template;
  try {
    const name = basename(scan);
    const bytes = await readWholeFile(scan, name, FILE_LIMIT);
    const { width, height, channels, pixels } = await decodeScan(bytes, name, 0);
    const template = templateOf({ levels: luminance(pixels, channels), width, height });
    if (!template) throw new AppError('form-scan-poor', { file: name });
    if (key !== null) last = { key, template };
    return template;
  } catch (error) {
    throw new AppError('file-torn', { path: scan }, error);
  }
}
