import { expect, it } from 'vitest';
import { cutField } from '../../shared/forms/field-crop.ts';
import { fieldLine } from '../../shared/forms/field-line.ts';
import { findForm, templateOf, type FoundForm } from '../../shared/forms/find-form.ts';
import { halvesOf } from '../../shared/forms/locate/halves.ts';
import type { GreyImage } from '../../shared/ink/grey-image.ts';
import type { Mapping } from '../../shared/paper/locate/homography.ts';
import { stream } from '../../shared/random/random.ts';
import { readMnist } from '../fixtures/mnist.ts';
import { filledForm, photographedAt, pictureOf, printedForm, scannedAt, type View } from '../fixtures/printed-form.ts';

const [form, other] = [printedForm(1), printedForm(2)];
const template = templateOf(form.empty)!;
const digits = readMnist('test');

/** How far the corners of fields are from where they are, at worst, in pixels of the template. */
function worst(found: FoundForm, truth: Mapping): number {
  const far = form.fields.flatMap(({ box: { x, y, width, height } }) =>
    [
      [x, y],
      [x + width, y],
      [x, y + height],
      [x + width, y + height],
    ].map(([px, py]) => {
      const [[u, v], [a, b], [c, d]] = [found.toPicture(px!, py!), truth(px!, py!), truth(px! + 1, py!)];
      return Math.hypot(u - a, v - b) / Math.hypot(c - a, d - b);
    }),
  );
  return Math.max(...far);
}

const find = (page: GreyImage, view: View) => {
  const { picture, toPicture } = pictureOf(page, view);
  return { found: findForm(template, halvesOf(picture)), toPicture };
};

it.each([0, 1, 2, 3])('finds a filled form that was scanned awry, turned by %i quarters', (quarters) => {
  const random = stream(quarters, 'sample');
  const { page } = filledForm(form, digits, random);
  const view = scannedAt(page, random.uniform(-4, 4), random.uniform(0.7, 1.5), [12, -9], quarters);
  const { found, toPicture } = find(page, view);
  expect(worst(found!, toPicture)).toBeLessThan(2);
  expect(found!.quality).toBeGreaterThan(0.7);
});

it.each([1, 2, 3, 4, 5])('finds a form in a photograph from the side, with a shadow over it: %i', (seed) => {
  const random = stream(seed, 'sample');
  const { page } = filledForm(form, digits, random);
  const { found, toPicture } = find(page, { ...photographedAt(page, random), seed });
  expect(worst(found!, toPicture)).toBeLessThan(2);
});

it('says that a page is of another form, and that a blank one is of none', () => {
  const random = stream(1, 'sample');
  const { page } = filledForm(other, digits, random);
  expect(find(page, scannedAt(page, 1, 1.1, [5, 5])).found).toBeNull();
  expect(find(page, photographedAt(page, random)).found).toBeNull();
  const blank = { ...form.empty, levels: new Uint8Array(form.empty.levels.length).fill(250) };
  expect(find(blank, scannedAt(blank, 0, 1, [0, 0])).found).toBeNull();
});

it('knows that a form with the same head has other fields', () => {
  const half = 900 * form.empty.width;
  const levels = Uint8Array.from(form.empty.levels, (level, i) => (i < half ? level : other.empty.levels[i]!));
  const page = { ...form.empty, levels };
  const { found } = find(page, scannedAt(page, 1, 1.1, [4, 4]));
  expect(found!.qualityAt(600, 300)).toBeGreaterThan(0.9);
  expect(found!.qualityAt(600, 1500)).toBeLessThan(0.3);
});

it('has no template of a picture with too little print', () => {
  const levels = new Uint8Array(800 * 600).fill(240);
  levels.fill(20, 800 * 300, 800 * 304);
  expect(templateOf({ levels, width: 800, height: 600 })).toBeNull();
});

it('leaves nothing of what the empty form has in its fields, and keeps what was written over it', () => {
  const view = { ...scannedAt(form.empty, 1.4, 1.2, [7, -6]), grain: 3 };
  const cutsOf = (page: GreyImage) => {
    const halves = halvesOf(pictureOf(page, view).picture);
    const found = findForm(template, halves)!;
    return form.fields.map(({ box }) => cutField(template, halves, found, box));
  };
  for (const empty of cutsOf(form.empty)) {
    expect(empty.inked).toBeLessThan(0.004);
    expect(fieldLine(empty)).toBeNull();
  }
  const { page, texts } = filledForm(form, digits, stream(9, 'sample'));
  cutsOf(page).forEach((cut, i) => {
    const { id, kind } = form.fields[i]!;
    if (kind === 'mark') return expect(cut.inked > 0.03).toBe(texts[id] === 'x');
    expect(cut.inked).toBeGreaterThan(0.02);
    const line = fieldLine(cut)!;
    expect(line.width).toBeGreaterThan(12 * texts[id]!.length);
    // A comb's cells are known from the empty form.
    if (kind === 'code') expect(line.cells).toHaveLength(texts[id]!.length);
  });
});
