import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { generateSynthetic } from '../../shared/data/synthetic/generate.ts';
import { IMAGE_BYTES } from '../../shared/ink/types.ts';
import { stream, type Random } from '../../shared/random/random.ts';
import { inkAnyPen, vary, type PenDigit } from './pens.ts';
import { pageOfDrawing, pageOfImage, photograph, type Page } from './photograph.ts';

/** Images of 28 x 28 and their digits. */
export interface Digits {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

const pensSchema = z.array(
  z.object({
    label: z.string().regex(/^\d$/),
    writer: z.number().int(),
    strokes: z.array(z.array(z.tuple([z.number(), z.number()]))),
  }),
);

/** Drawings with their writers, from `[{label, writer, strokes}]` in gzipped JSON. */
export const readPens = (file: string): PenDigit[] =>
  pensSchema
    .parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')))
    .map(({ label, writer, strokes }) => ({ label: Number(label), writer, drawing: strokes }));

/** Images of each drawing, `times` of each: the first as it was drawn, the others varied; each with another pen. */
export function penImages(pens: readonly PenDigit[], times: number, seed: number): Digits {
  const random = stream(seed, 'synthetic');
  const images = new Uint8Array(pens.length * times * IMAGE_BYTES);
  const labels = new Uint8Array(pens.length * times);
  pens.forEach(({ drawing, label }, i) => {
    for (let time = 0; time < times; time++) {
      const at = i * times + time;
      images.set(inkAnyPen(time === 0 ? drawing : vary(drawing, random), random), at * IMAGE_BYTES);
      labels[at] = label;
    }
  });
  return { images, labels };
}

/** Up to `count` photographs and scans of pen drawings; photographs in which the digit was lost are left out. */
export function photographsOfPens(pens: readonly PenDigit[], count: number, seed: number): Promise<Digits> {
  const random = stream(seed, 'synthetic');
  return photographs(count, random, () => {
    const { drawing, label } = pens[random.integer(pens.length)]!;
    return { page: pageOfDrawing(vary(drawing, random), random), label };
  });
}

/** The same of images such as MNIST's, as the sheets that they may have been scanned from. */
export function photographsOfImages({ images, labels }: Digits, count: number, seed: number): Promise<Digits> {
  const random = stream(seed, 'synthetic');
  return photographs(count, random, () => {
    const i = random.integer(labels.length);
    const image = images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    return { page: pageOfImage(image, random), label: labels[i]! };
  });
}

/** The first so many of the studio's synthetic digits of a seed. */
export const syntheticImages = (count: number, seed: number): Digits => {
  const { images, labels } = generateSynthetic({ count, seed });
  return { images, labels: Uint8Array.from(labels) };
};

export function together(parts: readonly Digits[]): Digits {
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const whole = { images: new Uint8Array(count * IMAGE_BYTES), labels: new Uint8Array(count) };
  let at = 0;
  for (const { images, labels } of parts) {
    whole.images.set(images, at * IMAGE_BYTES);
    whole.labels.set(labels, at);
    at += labels.length;
  }
  return whole;
}

async function photographs(count: number, random: Random, next: () => { page: Page; label: number }): Promise<Digits> {
  const images = new Uint8Array(count * IMAGE_BYTES);
  const labels: number[] = [];
  for (let i = 0; i < count; i++) {
    const { page, label } = next();
    const image = await photograph(page, random);
    if (!image) continue;
    images.set(image, labels.length * IMAGE_BYTES);
    labels.push(label);
  }
  return { images: images.subarray(0, labels.length * IMAGE_BYTES), labels: Uint8Array.from(labels) };
}
