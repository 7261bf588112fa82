import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { PenStrokes } from '../../shared/contract/schemas/hand.ts';
import type { RunRequest } from '../../shared/contract/schemas/run.ts';
import { LIGHT_STROKES, NO_STROKE_AUGMENTATION, pointsAlone } from '../../shared/ink/change-strokes.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { scrawl } from '../fixtures/hand-drawings.ts';
import { createScriptedHost, someRun, specOf } from '../fixtures/scripted-host.ts';
import { HAND, scriptedHand, someSample } from '../fixtures/scripted-hands.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const set = (id: DatasetInfo['id'], kind: DatasetInfo['kind']): DatasetInfo => ({
  ...{ id, name: id, kind, task: DIGITS, framing: 'centred', origin: null, trainCount: 40, testCount: 10 },
  status: { state: 'ready' },
});

let close: () => void = () => undefined;
afterEach(() => close());

async function open(strokesOf: (n: number) => PenStrokes | null = scrawl) {
  const started: RunRequest[] = [];
  const script = scriptedHand(
    Array.from({ length: 12 }, (_, i) => ({ ...someSample(i, String(i % 3)), hasStrokes: strokesOf(i) !== null })),
  );
  const host = createScriptedHost({
    ...script.handlers,
    'datasets.list': () => [set('mnist', 'mnist'), set(HAND, 'hand')],
    'datasets.preview': () => ({
      images: new Uint8Array(784),
      labels: [0],
      places: [0],
      task: DIGITS,
      histogram: DIGITS.classes.map(() => 4),
    }),
    'hands.ink': ({ samples }) =>
      samples.map((id) => {
        const strokes = strokesOf(parseInt(id, 16));
        const image = strokes ? rasterize(pointsAlone(strokes)) : new Uint8Array(784);
        return { id, strokes, sheet: null, image: new Uint8Array(image) };
      }),
    'runs.plan': () => ({ trainCount: 36, validationCount: 4, stepsPerEpoch: 2, totalSteps: 4 }),
    'runs.start': (request) => (started.push(request), someRun('new-run', { spec: specOf(request), status: 'queued' })),
  });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const draft = useTrainDraft();
  await vi.waitFor(() => expect(draft.counts).not.toBeNull());
  return { ...studio, draft, started };
}
const level = (name: string): HTMLElement =>
  [...document.querySelectorAll<HTMLElement>('.strokes [role="radio"]')].find(
    (one) => one.textContent.trim() === name,
  )!;
const images = (): string[] =>
  [...document.querySelectorAll('.strokes canvas')].map((canvas) => canvas.getAttribute('aria-label')!);

describe('augmentation of strokes', () => {
  test('is asked for where a hand is among the data, shown before and after, and goes into the run', async () => {
    const { draft, text, started, button } = await open();
    expect(text()).not.toContain('Augmentation of strokes');
    draft.chooseDataset(HAND);
    await vi.waitFor(() => expect(text()).toContain('Augmentation of strokes'));
    expect(images()).toEqual([]);
    level('Light').click();
    // Ten drawings as they are, and three times as they may become.
    await vi.waitFor(() => expect(images()).toHaveLength(40));
    expect(
      images()
        .slice(0, 10)
        .every((name) => name.endsWith('as drawn')),
    ).toBe(true);
    expect(new Set(images().slice(0, 10))).toEqual(new Set(['0 as drawn', '1 as drawn', '2 as drawn']));
    expect(draft.recipe.strokeAugmentation).toEqual(LIGHT_STROKES);
    level('Custom').click();
    await flushPromises();
    draft.fields.wobble = 0.1;
    await flushPromises();
    button(/^Start/).click();
    await vi.waitFor(() => expect(started).toHaveLength(1));
    expect(started[0]!.recipe.strokeAugmentation).toEqual({ ...LIGHT_STROKES, wobble: 0.1 });
  });

  test('is left out of the run where the hand is not among the data any more', async () => {
    const { draft } = await open();
    draft.chooseDataset(HAND);
    await flushPromises();
    level('Light').click();
    await flushPromises();
    draft.chooseDataset('mnist');
    expect(draft.recipe.strokeAugmentation).toEqual(NO_STROKE_AUGMENTATION);
    draft.chooseDataset(HAND);
    expect(draft.recipe.strokeAugmentation).toEqual(LIGHT_STROKES);
  });

  test('says so where the hand is from paper alone', async () => {
    const { draft, text } = await open(() => null);
    draft.chooseDataset(HAND);
    await flushPromises();
    level('Light').click();
    await vi.waitFor(() => expect(text()).toContain('images from paper stay as they are'));
  });
});
