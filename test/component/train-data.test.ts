import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ReviewWarning } from '../../shared/review/subject.ts';
import { warningWords } from '../../renderer/features/train/review.ts';
import { createFormat } from '../../renderer/i18n/format.ts';
import type { DatasetInfo, DatasetPreview } from '../../shared/contract/schemas/dataset.ts';
import type { RunRequest } from '../../shared/contract/schemas/run.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { lineChoiceSchema } from '../../shared/contract/schemas/line-choice.ts';
import { findPreset } from '../../shared/model/presets/index.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { draftSample } from '../../renderer/features/train/draft-sample.ts';
import { sourceClasses, usableTransforms, withClasses, withLeftOut } from '../../renderer/stores/draft-transforms.ts';
import { followSize } from '../../renderer/stores/fit-augmentation.ts';
import { useTrainDraft } from '../../renderer/stores/train-draft.ts';
import TrainView from '../../renderer/views/TrainView.vue';
import { createScriptedHost, someRun, someSpec, specOf } from '../fixtures/scripted-host.ts';
import { openStudio } from '../fixtures/studio-window.ts';

const LETTERS: Task = { inputShape: [28, 28, 1], classes: ['o', 'O', '0'] };
const WIDE: Task = { inputShape: [32, 48, 1], classes: ['a', 'b'] };
const infoOf = (id: DatasetInfo['id'], task: Task, trainCount: number): DatasetInfo => ({
  id,
  name: id,
  kind: id === 'mnist' ? 'mnist' : 'imported',
  status: { state: 'ready' },
  trainCount,
  testCount: 10,
  task,
  framing: 'centred',
  origin: null,
});
const SETS = [
  infoOf('mnist', DIGITS, 60_000),
  infoOf('set-00000001', LETTERS, 60),
  infoOf('set-00000002', WIDE, 40),
  { ...infoOf('set-00000003', LETTERS, 60), framing: 'as-written' as const },
];

/** One image of each class; image i of a set is filled with `level`. */
function previewOf({ task, trainCount }: DatasetInfo, level: number): DatasetPreview {
  const [height, width] = task.inputShape;
  return {
    images: new Uint8Array(task.classes.length * height * width).fill(level),
    labels: [...task.classes.keys()],
    places: task.classes.map((_, i) => 100 + i),
    task,
    histogram: task.classes.map(() => trainCount / task.classes.length),
  };
}

let close: () => void = () => undefined;
afterEach(() => close());

async function open() {
  const started: RunRequest[] = [];
  const host = createScriptedHost({
    'datasets.list': () => SETS,
    'datasets.preview': ({ id }) =>
      previewOf(
        SETS.find((set) => set.id === id)!,
        id === 'mnist' ? 10 : 200,
      ),
    'runs.start': (request) => (started.push(request), someRun('new-run', { spec: specOf(request), status: 'queued' })),
  });
  const studio = await openStudio(host, TrainView, '/', '/');
  close = studio.close;
  const draft = useTrainDraft();
  await vi.waitFor(() => expect(draft.counts).not.toBeNull());
  return { ...studio, draft, started };
}

/** The Train screen with the changes of the data in sight. */
async function openChanges() {
  const studio = await open();
  studio.button(/^Change the data/).click();
  await flushPromises();
  const chip = (own: string): HTMLInputElement =>
    document.querySelector<HTMLInputElement>(`input[aria-label="Name of class ${own}"]`)!;
  const box = (own: string): HTMLElement => chip(own).closest('.chip')!.querySelector('[role=checkbox]')!;
  const rename = async (own: string, name: string): Promise<void> => {
    chip(own).value = name;
    chip(own).dispatchEvent(new Event('input', { bubbles: true }));
    chip(own).dispatchEvent(new Event('change', { bubbles: true }));
    await flushPromises();
  };
  return { ...studio, chip, box, rename };
}

describe('the classes of a draft', () => {
  const own = ['o', 'O', '0', '1'];

  test('are all taken by their own names, and nothing is asked for, while nothing is wished', () => {
    expect(usableTransforms({}, own, ['mnist'])).toBeUndefined();
    expect(sourceClasses(own, {}).every(({ taken, name, own: same }) => taken && name === same)).toBe(true);
  });

  test('that get one name are one: taken if one of them is, and left out together', () => {
    const merged = withClasses(
      {},
      sourceClasses(own, {}).map((each) => (each.own === 'O' ? { ...each, name: 'o' } : each)),
    );
    expect(merged).toEqual({ rename: { O: 'o' } });
    const classes = sourceClasses(own, merged).map((each) => (each.name === 'o' ? { ...each, taken: false } : each));
    expect(usableTransforms(withClasses(merged, classes), own, [])).toEqual({ rename: { O: 'o' }, only: ['0', '1'] });
  });

  test('of data that are not chosen at the moment are kept in mind and not asked for', () => {
    const wished = { rename: { z: 'Z', o: 'x' }, only: ['x', 'Z', '1'], leaveOut: { mnist: [3], synthetic: [4] } };
    expect(usableTransforms(wished, own, ['mnist'])).toEqual({
      rename: { o: 'x' },
      only: ['x', '1'],
      leaveOut: { mnist: [3] },
    });
    expect(usableTransforms(wished, ['z', '1', 'o'], [])).toEqual({ rename: { z: 'Z', o: 'x' } });
  });

  test('an object’s own words are names like others', () => {
    expect(sourceClasses(['constructor', '__proto__'], { rename: {} }).map(({ name }) => name)).toEqual([
      'constructor',
      '__proto__',
    ]);
  });

  test('an image is left out, and taken back by the same', () => {
    const once = withLeftOut({}, 'mnist', 7);
    expect(once.leaveOut).toEqual({ mnist: [7] });
    expect(usableTransforms(withLeftOut(once, 'mnist', 7), own, ['mnist'])).toBeUndefined();
  });

  test('a place says which images it counts: of two looks the first, until all is taken back', () => {
    const once = withLeftOut({}, 'mnist', 7, 'first');
    const twice = withLeftOut(once, 'mnist', 8, 'second');
    expect(usableTransforms(twice, own, ['mnist'])).toEqual({
      leaveOut: { mnist: [7, 8] },
      counted: { mnist: 'first' },
    });
    const none = withLeftOut(withLeftOut(twice, 'mnist', 7, 'second'), 'mnist', 8, 'second');
    expect(usableTransforms(none, own, ['mnist'])).toBeUndefined();
    expect(withLeftOut(none, 'mnist', 9, 'second').counted).toEqual({ mnist: 'second' });
    expect(usableTransforms(twice, own, ['synthetic'])).toBeUndefined();
  });
});

describe('the data of the Train screen', () => {
  test('with two sets ticked show images of both', async () => {
    const { draft } = await open();
    draft.toggleDataset('set-00000001');
    await vi.waitFor(() => expect(draft.previews.shown.size).toBe(2));
    const { sources, labels } = draftSample(draft.previews.shown, draft.task, draft.transforms);
    expect(draft.task.classes).toEqual([...DIGITS.classes, 'o', 'O']);
    // The digit 0 is in both, and both of its images are shown.
    const zeros = sources.filter((_, i) => labels[i] === 0).map(({ dataset }) => dataset);
    expect(zeros).toEqual(['mnist', 'set-00000001']);
    expect(draft.counts!.slice(0, 1)).toEqual([6020]);
  });

  test('are changed class by class, and the preview shows what comes of it', async () => {
    const { draft, box, rename, text, button, started } = await openChanges();
    box('7').click();
    await flushPromises();
    expect(draft.task.classes).toHaveLength(9);
    expect(draft.available).toBe(54_000);
    await rename('9', '4');
    expect(draft.task.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '8']);
    expect(draft.counts![4]).toBe(12_000);
    expect(text()).toContain('as the model will see them');
    button(/^Start training/).click();
    await vi.waitFor(() => expect(started).toHaveLength(1));
    expect(started[0]!.data.transforms).toEqual({
      rename: { 9: '4' },
      only: ['0', '1', '2', '3', '4', '5', '6', '8'],
    });
    expect(started[0]!.model.layers.at(-1)).toMatchObject({ units: 8 });
  });

  test('a class without a name keeps the run from starting', async () => {
    const { draft, rename, chip } = await openChanges();
    await rename('3', '  ');
    expect(draft.ready).toBe(false);
    draft.problem!.focus();
    expect(document.activeElement).toBe(chip('3'));
    await rename('3', 'three');
    expect(draft.ready).toBe(true);
    expect(draft.task.classes[3]).toBe('three');
  });

  test('of several sizes go together once they are brought to one', async () => {
    const { draft, text, button } = await open();
    draft.toggleDataset('set-00000002');
    await flushPromises();
    expect(text()).toContain('28 × 28');
    expect(draft.startable).toBe(false);
    button(/^Bring all to 28 × 28/).click();
    await flushPromises();
    expect(draft.startable).toBe(true);
    expect(draft.data.transforms).toEqual({ resize: { height: 28, width: 28 } });
  });

  test('that are framed differently go together once all ink is centred', async () => {
    const { draft, text, button } = await open();
    draft.toggleDataset('set-00000003');
    await flushPromises();
    expect(text()).toContain('framed differently');
    expect(draft.startable).toBe(false);
    button(/^Centre the ink of all/).click();
    await flushPromises();
    expect(draft.startable).toBe(true);
    expect(draft.data.transforms).toEqual({ resize: { height: 28, width: 28, framing: 'centred' } });
  });

  test('of which fewer than two classes are left are refused with the way back', async () => {
    const { draft, text, button } = await openChanges();
    button(/^None$/).click();
    await flushPromises();
    expect(draft.startable).toBe(false);
    button(/^All classes$/).click();
    await flushPromises();
    expect(draft.startable).toBe(true);
    expect(text()).toContain('10 of 10');
  });

  test('an image that is pressed is left out', async () => {
    const { draft } = await open();
    document.querySelector<HTMLElement>('button.stamp')!.click();
    await flushPromises();
    expect(draft.data.transforms).toEqual({ leaveOut: { mnist: [100] } });
    expect(document.querySelector('button.stamp')!.getAttribute('aria-pressed')).toBe('true');
  });

  test('of an earlier run come with all that was changed of them', async () => {
    const { draft } = await open();
    const transforms = { only: ['0', '1'], invert: true };
    draft.takeFrom({ ...someSpec(), data: { datasets: ['mnist'], transforms } });
    expect(draft.data.transforms).toEqual(transforms);
  });
});

describe('undo and redo of the draft', () => {
  test('bring back what a preset has taken the place of', async () => {
    const { draft } = await open();
    draft.fields.rotation = 33;
    await flushPromises();
    draft.choosePreset('best');
    await flushPromises();
    expect(draft.fields.rotation).not.toBe(33);
    draft.undo();
    expect([draft.presetId, draft.fields.rotation]).toEqual(['tutorial', 33]);
    draft.redo();
    expect(draft.recipe).toEqual({ ...findPreset('best')!.recipe, seed: 1 });
    draft.undo();
    draft.undo();
    expect(draft.fields.rotation).toBe(0);
    expect([draft.canUndo, draft.canRedo]).toEqual([false, true]);
  });

  test('take the digits of one number together, and each choice alone', async () => {
    const { draft } = await open();
    for (const epochs of [1, 12, 123]) {
      draft.fields.epochs = epochs;
      await flushPromises();
    }
    draft.toggleDataset('set-00000001');
    await flushPromises();
    draft.takeClass('1', false);
    await flushPromises();
    draft.undo();
    expect(draft.task.classes).toContain('1');
    draft.undo();
    expect(draft.chosen).toEqual(['mnist']);
    draft.undo();
    expect(draft.fields.epochs).toBe(10);
  });

  test('are reached by keys and by buttons', async () => {
    const { draft } = await open();
    draft.choosePreset('quick');
    await flushPromises();
    document.querySelector<HTMLElement>('[aria-label="Undo"]')!.click();
    await flushPromises();
    expect(draft.presetId).toBe('tutorial');
    expect(document.querySelector<HTMLButtonElement>('[aria-label="Redo"]')!.disabled).toBe(false);
  });
});

describe('an augmentation in pixels', () => {
  const large: Task = { inputShape: [56, 56, 1], classes: ['a', 'b'] };

  test('follows the images’ size while it is a preset’s or a level’s, and stays where it is the user’s own', async () => {
    const { draft } = await open();
    draft.choosePreset('best');
    await flushPromises();
    const { shift } = draft.fields;
    draft.changeData({ resize: { height: 56, width: 56 } });
    await flushPromises();
    expect(draft.fields.shift).toBe(2 * shift);
    draft.undo();
    expect(draft.fields.shift).toBe(shift);
    draft.fields.shift = 3.7;
    draft.changeData({ resize: { height: 56, width: 56 } });
    await flushPromises();
    expect(draft.fields.shift).toBe(3.7);
    expect(followSize({ shift: 3.7, elastic: 0, erase: 50 }, [], DIGITS, large)).toEqual({
      shift: 3.7,
      elastic: 0,
      erase: 50,
    });
    expect(followSize({ shift: 20, elastic: 3, erase: 50 }, [], large, DIGITS)).toEqual({
      shift: 14,
      elastic: 3,
      erase: 28,
    });
  });
});

describe('lines of the data', () => {
  test('are read by a preset of lines, composed as wished, and undone with it', async () => {
    const { draft, button, started } = await open();
    expect(draft.data).not.toHaveProperty('lines');
    button(/^Lines of numbers/).click();
    await flushPromises();
    expect([draft.presetId, draft.runTask.reads, draft.runTask.classes.length]).toEqual(['line-reader', 'line', 21]);
    expect(draft.info!.outputShape).toEqual([78, 22]);
    // What is looked at and chosen among are the signs, as before.
    expect(draft.task.classes).toHaveLength(10);
    expect(draft.counts).toHaveLength(10);
    draft.readLines({ ...draft.lines!, longest: 5, paper: 'clean' });
    await flushPromises();
    const request = draft.spec('Codes')!;
    expect(request).toMatchObject({ preset: 'line-reader', data: { lines: { texts: 'numbers', longest: 5 } } });
    expect(started).toEqual([]);
    button(/^Single signs/).click();
    await flushPromises();
    expect([draft.presetId, draft.runTask.reads, draft.lines]).toEqual(['tutorial', undefined, null]);
    draft.undo();
    expect([draft.presetId, draft.lines?.longest]).toEqual(['line-reader', 5]);
  });

  test('come back with an earlier run that read them', async () => {
    const { draft } = await open();
    const lines = lineChoiceSchema.parse({ texts: 'signs', longest: 3 });
    draft.takeFrom({ ...someSpec(), data: { datasets: ['mnist'], lines } });
    expect(draft.lines).toEqual(lines);
  });
});

test('a review counts lines where lines are read, and images where signs are', () => {
  const format = createFormat('en');
  const small: ReviewWarning = {
    ...{ code: 'validation-too-small', severity: 'warning', mend: null },
    params: { n: 80, half: 0.04 },
  };
  expect(warningWords(small, format, false)).toContain('on 80 validation images is known to ± 4.0%');
  expect(warningWords(small, format, true)).toContain('on 80 validation lines is known to ± 4.0%');
  const none: ReviewWarning = { code: 'no-validation', severity: 'note', params: {}, mend: null };
  expect(warningWords(none, format, true)).toContain('Without validation lines');
  // What both have in common is told alike.
  const few: ReviewWarning = { code: 'few-steps', severity: 'warning', params: { n: 3, fewest: 100 }, mend: null };
  expect(warningWords(few, format, true)).toBe(warningWords(few, format, false));
});
