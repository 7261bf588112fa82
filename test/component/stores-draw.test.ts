import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PictureSteps } from '../../shared/contract/schemas/picture.ts';
import type { ModelInfo, Predictions } from '../../shared/contract/schemas/predict.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { useDraw } from '../../renderer/stores/draw.ts';
import { useHost } from '../../renderer/stores/host.ts';
import { createReader } from '../../renderer/stores/reader.ts';
import { createSketch } from '../../renderer/stores/sketch.ts';
import { createScriptedHost } from '../fixtures/scripted-host.ts';

const answer = (digit: number): Predictions => ({
  items: [
    {
      index: digit,
      label: String(digit),
      probabilities: Array.from({ length: 10 }, (_, i) => (i === digit ? 1 : 0)),
      known: null,
      outsider: null,
    },
  ],
  milliseconds: 2,
});

/** A model that answers when the test says so. */
function slowModel() {
  const asked: { image: Uint8Array; resolve: (p: Predictions) => void; reject: (e: unknown) => void }[] = [];
  const predict = (image: Uint8Array) =>
    new Promise<Predictions>((resolve, reject) => asked.push({ image, resolve, reject }));
  return { asked, predict };
}
const image = (value: number) => new Uint8Array(784).fill(value);

test('one question at a time; the newest image is asked next, those between are skipped', async () => {
  const { asked, predict } = slowModel();
  const reader = createReader(predict);
  reader.read(image(1));
  reader.read(image(2));
  reader.read(image(3));
  expect(asked.length).toBe(1);
  asked[0]!.resolve(answer(1));
  await vi.waitFor(() => expect(asked.length).toBe(2));
  expect(asked[1]!.image[0]).toBe(3);
  asked[1]!.resolve(answer(3));
  await vi.waitFor(() => expect(reader.reading.value?.index).toBe(3));
  expect(reader.busy.value).toBe(false);
});

test('an answer to what was wiped away is dropped, also when it comes after the next one', async () => {
  const { asked, predict } = slowModel();
  const reader = createReader(predict);
  reader.read(image(1));
  reader.forget();
  reader.read(image(2));
  asked[1]!.resolve(answer(2));
  await vi.waitFor(() => expect(reader.reading.value?.index).toBe(2));
  asked[0]!.resolve(answer(1));
  await Promise.resolve();
  await Promise.resolve();
  expect(reader.reading.value?.index).toBe(2);
});

test('a failure is shown as data and the next answer clears it', async () => {
  const { asked, predict } = slowModel();
  const reader = createReader(predict);
  reader.read(image(1));
  asked[0]!.reject(new AppError('engine-missing'));
  await vi.waitFor(() => expect(reader.error.value?.code).toBe('engine-missing'));
  reader.read(image(2));
  asked[1]!.resolve(answer(5));
  await vi.waitFor(() => expect(reader.reading.value?.index).toBe(5));
  expect(reader.error.value).toBeNull();
});

test('undo, redo and clear go through a drawing stroke by stroke', () => {
  const sketch = createSketch();
  const stroke = (x: number) => {
    sketch.begin([x, 0]);
    sketch.extend([[x, 1]]);
    sketch.end();
  };
  stroke(0.1);
  stroke(0.9);
  expect(sketch.strokes.value).toHaveLength(2);
  sketch.clear();
  expect(sketch.empty.value).toBe(true);
  sketch.undo();
  expect(sketch.strokes.value).toHaveLength(2);
  sketch.undo();
  expect(sketch.strokes.value).toEqual([
    [
      [0.1, 0],
      [0.1, 1],
    ],
  ]);
  sketch.redo();
  expect(sketch.strokes.value).toHaveLength(2);
  sketch.eraseAt([0.12, 0.5], 0.05);
  expect(sketch.strokes.value).toEqual([
    [
      [0.9, 0],
      [0.9, 1],
    ],
  ]);
  expect(sketch.canRedo.value).toBe(false);
  sketch.undo();
  expect(sketch.strokes.value).toHaveLength(2);
});

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => useHost().disconnect());

test('the drawing is read through the host as MNIST-shaped bytes, and forgotten when it is cleared', async () => {
  const images: Uint8Array[] = [];
  const host = createScriptedHost({
    'models.predict': ({ images: bytes }) => (images.push(bytes), answer(1)),
  });
  const draw = useDraw();
  await useHost().connect(host.open);
  draw.sketch.begin([0.5, 0.2]);
  draw.sketch.extend([[0.5, 0.8]]);
  await vi.waitFor(() => expect(draw.reading?.index).toBe(1));
  expect(images[0]).toHaveLength(784);
  // A vertical bar, centred: ink in the middle columns, none at the sides.
  expect(images[0]![14 * 28 + 14]).toBeGreaterThan(200);
  expect(images[0]![14 * 28 + 4]).toBe(0);

  draw.sketch.end();
  draw.sketch.clear();
  await vi.waitFor(() => expect(draw.reading).toBeNull());
  expect(draw.ink).toBeNull();
});

const starterOf = (inputShape: [number, number, 1], framing: 'centred' | 'as-written' = 'centred'): ModelInfo => ({
  ref: 'starter',
  name: 'Starter',
  task: { ...DIGITS, inputShape },
  framing,
  parameters: 1,
  createdAt: 1,
  parent: null,
  test: null,
});

test('the drawing comes into the images that the chosen model reads, by its framing', async () => {
  const images: Uint8Array[] = [];
  const host = createScriptedHost({
    'models.list': () => [starterOf([20, 24, 1], 'as-written')],
    'models.predict': ({ images: bytes }) => (images.push(bytes), answer(1)),
  });
  const draw = useDraw();
  await useHost().connect(host.open);
  await vi.waitFor(() => expect(draw.frame).toEqual({ height: 20, width: 24, framing: 'as-written' }));
  draw.sketch.begin([0.1, 0.1]);
  draw.sketch.extend([[0.2, 0.2]]);
  await vi.waitFor(() => expect(images).toHaveLength(1));
  expect(images[0]).toHaveLength(480);
  // Where it was written: in the corner, not in the middle.
  expect(images[0]![10 * 24 + 12]).toBe(0);
  expect(Math.max(...images[0]!.subarray(0, 6 * 24))).toBeGreaterThan(100);
});

test('a picture is read in place of the drawing, until something is drawn; what is wrong with it is told', async () => {
  const steps: PictureSteps = {
    picture: { width: 2, height: 1, levels: new Uint8Array(2) },
    box: { x: 0, y: 0, width: 1, height: 1 },
    ink: { width: 2, height: 1, levels: new Uint8Array(2) },
    image: new Uint8Array(784).fill(9),
  };
  const images: Uint8Array[] = [];
  const host = createScriptedHost({
    'models.list': () => [starterOf([28, 28, 1])],
    'files.upload': ({ name }) => ({ handle: `handle-of-${name}`, name }),
    'pictures.read': ({ handle }) => {
      if (handle === 'handle-of-blank.png') throw new AppError('no-ink', { file: 'blank.png' });
      return steps;
    },
    'models.predict': ({ images: bytes }) => (images.push(bytes), answer(7)),
  });
  const draw = useDraw();
  await useHost().connect(host.open);
  await draw.readPicture(new File(['x'], 'seven.png'));
  await vi.waitFor(() => expect(draw.reading?.index).toBe(7));
  expect(images.at(-1)).toEqual(steps.image);
  expect(draw.seen).toEqual(steps.image);

  await draw.readPicture(new File(['x'], 'blank.png'));
  expect(draw.error).toMatchObject({ code: 'no-ink', params: { file: 'blank.png' } });
  expect([draw.picture, draw.reading, draw.seen]).toEqual([null, null, null]);

  await draw.readPicture(new File(['x'], 'seven.png'));
  expect(draw.clearable).toBe(true);
  draw.clear();
  expect([draw.picture, draw.reading, draw.clearable]).toEqual([null, null, false]);

  await draw.readPicture(new File(['x'], 'seven.png'));
  draw.sketch.begin([0.5, 0.5]);
  await vi.waitFor(() => expect(draw.picture).toBeNull());
  await vi.waitFor(() => expect(draw.seen).toEqual(draw.ink?.image));
});
