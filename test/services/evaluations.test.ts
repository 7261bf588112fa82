import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationInfo } from '../../shared/contract/schemas/evaluation.ts';
import type { Disturbance } from '../../shared/contract/schemas/robustness.ts';
import type { NewSample } from '../../shared/contract/schemas/hand.ts';
import { floatsFromBytes, placesFromBytes } from '../../shared/data/number-bytes.ts';
import { AMOUNTS } from '../../shared/evaluation/disturb.ts';
import { judge, readAnswers, sureAt } from '../../shared/learn/judged.ts';
import { rasterize } from '../../shared/ink/rasterize.ts';
import { presetFor } from '../../shared/model/presets/index.ts';
import { softmax } from '../../shared/model/presets/softmax.ts';
import { caseData } from '../fixtures/cases.ts';
import { correct, hashOf } from '../fixtures/corrections.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { drawing } from '../fixtures/hand-drawings.ts';
import { startHost, type TestHost, until, type Window } from '../fixtures/host-services.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { readMnist } from '../fixtures/mnist.ts';

const CASE = caseData('eval-01-confusion-asymmetric');
const home = temporaryFolder();
let host: TestHost;
let window: Window;
/** The starter on the case. */
let first: EvaluationInfo;
let dataset: EvaluationInfo['dataset']['id'];

const ticket = 'ticket-of-a-test';
const start = (change: object = {}) =>
  window.call('evaluations.start', { model: 'starter', dataset, part: 'test', ticket, ...change });
const folderOf = (id: string) => path.join(home.folder, 'evaluations', id);

beforeAll(async () => {
  host = await startHost(home.folder);
  window = host.window();
  dataset = (await host.services.datasets.imports.importPath(CASE)).info.id;
});
afterAll(async () => {
  await host.services.stop();
  home.remove();
});

describe('an evaluation', () => {
  it('tells its progress, and every score of a case that is known', async () => {
    const told: { ticket: string; done: number; total: number }[] = [];
    const stop = window.on('evaluation.progress', (news) => told.push(news));
    const added = new Promise((resolve) => window.on('evaluation.added', resolve));
    first = await start();
    stop();
    expect(told.at(-1)).toEqual({ ticket, done: first.count, total: first.count });
    expect(await added).toEqual(first);
    const { scores } = await window.call('evaluations.get', { id: first.id });
    const cell = (truth: number, read: number) =>
      scores.confusion.find(([t, p]) => t === truth && p === read)?.[2] ?? 0;
    expect(cell(5, 3)).toBeGreaterThanOrEqual(18);
    expect(cell(3, 5)).toBe(0);
    expect(scores.accuracy).toBeCloseTo(0.667, 1);
    expect(first.asGiven).toEqual({ accuracy: scores.accuracy, interval95: scores.interval95 });
    const absent = scores.classes.filter(({ support }) => support === 0);
    expect(absent.length).toBeGreaterThan(0);
    for (const { recall } of absent) expect(recall).toBeNull();
    expect(await window.call('evaluations.list', null)).toEqual([first]);
  });

  it('tells its answers, which come to the same scores when they are counted anew', async () => {
    const { scores } = await window.call('evaluations.get', { id: first.id });
    const told = await window.call('evaluations.answers', { id: first.id });
    expect(told).toMatchObject({ count: first.count, of: first.count, classes: 10 });
    const answers = { count: told.count, classes: told.classes, logits: floatsFromBytes(told.logits), known: null };
    const labels = Int32Array.from(placesFromBytes(told.labels));
    const read = readAnswers(answers, labels);
    const judged = judge(read, sureAt(read, 1), 0);
    expect(judged).toMatchObject({ n: scores.n, right: scores.right, confusion: scores.confusion });
    expect(judged.calibration.ece).toBeCloseTo(scores.calibration.ece!, 9);
    expect(judged.calibration.loss).toBeCloseTo(scores.calibration.loss!, 5);
    const gone = window.call('evaluations.answers', { id: `eval-${'0'.repeat(32)}` });
    await expect(gone).rejects.toMatchObject({ code: 'evaluation-not-found' });
  });

  it('is kept: the second look reads nothing', async () => {
    const progress: unknown[] = [];
    const stop = window.on('evaluation.progress', (news) => progress.push(news));
    expect(await start()).toEqual(first);
    stop();
    expect(progress).toEqual([]);
  });

  it('is made again where a file of it is damaged, missing or torn', async () => {
    for (const damage of [
      (file: string) => writeFileSync(file, readFileSync(file).fill(1, 0, 40)),
      (file: string) => truncateSync(file, 100),
      (file: string) => rmSync(file),
    ]) {
      damage(path.join(folderOf(first.id), 'logits.f32'));
      const again = await start();
      expect(again.id).toBe(first.id);
      expect((await window.call('evaluations.get', { id: first.id })).scores.n).toBe(first.count);
    }
    const record = path.join(folderOf(first.id), 'evaluation.json');
    const whole = readFileSync(record, 'utf8');
    const { info, ...rest } = JSON.parse(whole) as { info: EvaluationInfo; change: object };
    const classes = info.task.classes.map((name) => `${name}!`);
    for (const torn of [
      '{"version":1',
      JSON.stringify({ ...rest, info: { ...info, createdAt: 1e300 } }),
      JSON.stringify({ ...rest, info: { ...info, task: { ...info.task, classes } } }),
      JSON.stringify({ ...rest, info, change: { rename: { '5': 'S' } } }),
      JSON.stringify({ ...rest, info: { ...info, task: { ...info.task, inputShape: [20, 24, 1] } } }),
    ]) {
      writeFileSync(record, torn);
      const ask = window.call('evaluations.images', { id: first.id, count: 5 });
      await expect(ask).rejects.toMatchObject({ code: 'evaluation-not-found' });
      expect((await start()).id).toBe(first.id);
    }
    expect((await window.call('evaluations.list', null)).map(({ id }) => id)).toEqual([first.id]);
  });

  it('of some classes is made again where its places are none of the data set', async () => {
    const { id } = await start({ only: ['5'] });
    const places = path.join(folderOf(id), 'places.u32');
    const whole = readFileSync(places);
    writeFileSync(places, Buffer.alloc(whole.length, 255));
    const next = await startHost(home.folder);
    const ask = next.window().call('evaluations.images', { id, count: 1 });
    await expect(ask).rejects.toMatchObject({ code: 'evaluation-not-found' });
    const again = { model: 'starter' as const, dataset, part: 'test' as const, ticket, only: ['5'] };
    expect((await next.window().call('evaluations.start', again)).id).toBe(id);
    expect(readFileSync(places)).toEqual(whole);
    await next.services.stop();
  });

  it('of some classes is another one, of their images alone', async () => {
    const only = await start({ only: ['5'] });
    expect(only.id).not.toBe(first.id);
    const { scores } = await window.call('evaluations.get', { id: only.id });
    expect(scores.classes.filter(({ support }) => support > 0)).toHaveLength(1);
    await expect(start({ only: ['x'] })).rejects.toMatchObject({ code: 'class-unknown', params: { name: 'x' } });
    await window.call('evaluations.remove', { id: only.id });
    await expect(window.call('evaluations.get', { id: only.id })).rejects.toMatchObject({
      code: 'evaluation-not-found',
    });
  });

  it('has no validation part where no run of the model set one aside', async () => {
    await expect(start({ part: 'validation' })).rejects.toMatchObject({ code: 'evaluation-no-validation' });
  });

  it('of what a run set aside of a hand is of the hand as it was, however the hand grows', async () => {
    const drawn = (from: number) => Array.from({ length: 40 }, (_, i) => drawing(i % 2 === 0 ? '0' : '1', from + i));
    const hand = await window.call('hands.create', { name: 'Mine', classes: ['0', '1'] });
    const add = (drawings: NewSample[]) =>
      window.call('hands.add', { id: hand.id, sitting: null, source: 'collecting', drawings });
    await add(drawn(0));
    const data = { datasets: [hand.id] };
    const { model, recipe } = presetFor(softmax, (await host.services.datasets.taskOf(data)).task);
    const own = { ...recipe, epochs: 1, validation: { kind: 'stratified' as const, fraction: 0.25 } };
    const run = await window.call('runs.start', { version: 2, name: 'Run', model, data, recipe: own });
    await until(window, run.id, ({ status }) => status === 'finished');
    const wish = { model: run.id, dataset: hand.id, part: 'validation' };
    const before = await start(wish);
    const { scores } = await window.call('evaluations.get', { id: before.id });
    const test = { model: run.id, dataset: hand.id, part: 'test' };
    const then = await start(test);
    await add(drawn(100));
    expect(await start(wish)).toEqual(before);
    // Test images, too, where that state of the hand is asked for: what was read of another is never paired with it.
    const now = await start(test);
    const again = await start({ ...test, state: run.spec.data.states![hand.id]! });
    expect([again.count, again.state]).toEqual([then.count, run.spec.data.states![hand.id]]);
    expect(now.count).not.toBe(then.count);
    await expect(window.call('evaluations.compareAll', { ids: [now.id, again.id] })).rejects.toMatchObject({
      code: 'evaluations-differ',
    });
    await expect(window.call('evaluations.get', { id: then.id })).rejects.toMatchObject({ code: 'evaluation-stale' });
    for (const { id } of [then, now, again]) await window.call('evaluations.remove', { id });
    // Corrections are of images that stand in other places.
    await correct(window, hand.id, [{ split: 'train', place: 0, to: { kind: 'leave-out' } }]);
    expect((await window.call('evaluations.get', { id: before.id })).scores).toEqual(scores);
    const { items } = await window.call('evaluations.images', { id: before.id, filter: {}, count: 50 });
    expect(items).toHaveLength(before.count);
    // Their drawings are found though the hand has others in their places now, and though they are deleted themselves.
    const { samples } = await window.call('hands.get', { id: hand.id });
    const gone = samples.filter(({ part }) => part === 'train').slice(0, 15);
    await window.call('hands.delete', { id: hand.id, samples: gone.map(({ id }) => id) });
    for (const { place } of items) {
      const { own, ink } = await window.call('evaluations.preparation', { id: before.id, place });
      const strokes = ink!.strokes.map((stroke) => stroke.map(([x, y]) => [x, y] as const));
      expect(rasterize(strokes, { frame: ink!.frame })).toEqual(own.image);
    }
    await window.call('evaluations.remove', { id: before.id });
    await window.call('runs.delete', { id: run.id });
  });

  it('gives an image as it lies in its data set, and of a hand the strokes that it is drawn from', async () => {
    const plain = await window.call('evaluations.preparation', { id: first.id, place: 3 });
    const { images } = await window.call('datasets.images', { id: dataset, split: 'test', places: [3] });
    expect(plain).toEqual({ own: { height: 28, width: 28, image: images }, ink: null });
    await expect(window.call('evaluations.preparation', { id: first.id, place: 99_999 })).rejects.toMatchObject({
      code: 'image-not-found',
    });

    const drawings = Array.from({ length: 30 }, (_, i) => drawing(i % 2 === 0 ? '0' : '1', 500 + i));
    const hand = await window.call('hands.create', { name: 'Prepared', classes: ['0', '1'] });
    await window.call('hands.add', { id: hand.id, sitting: null, source: 'collecting', drawings });
    const { samples } = await window.call('hands.get', { id: hand.id });
    const train = samples.flatMap(({ part }, i) => (part === 'train' ? [i] : []));
    const { id } = await start({ dataset: hand.id, part: 'train' });
    for (const place of [0, 4]) {
      const drawn = drawings[train[place]!]!;
      const { ink, own } = await window.call('evaluations.preparation', { id, place });
      expect(ink).toEqual({ strokes: 'strokes' in drawn && drawn.strokes, sheet: null, frame: hand.frame });
      const [kept] = await window.call('hands.ink', { id: hand.id, samples: [samples[train[place]!]!.id] });
      expect(own.image).toEqual(kept!.image);
    }
    await window.call('evaluations.remove', { id });
  });

  it('ends when it is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const stop = window.on('evaluation.progress', () => cancel.abort());
    const reading = window.call(
      'evaluations.start',
      { model: 'starter', dataset: 'mnist', part: 'test', ticket },
      { signal: cancel.signal },
    );
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    stop();
    expect((await window.call('evaluations.list', null)).map(({ id }) => id)).toEqual([first.id]);
  });

  it('says that the trainer ended, not that the studio is gone, and is made at the next try', async () => {
    const asked = host.asked('evaluation.run');
    const reading = start({ only: ['3', '5'] });
    await asked;
    host.trainers.at(-1)!.kill();
    await expect(reading).rejects.toMatchObject({ code: 'trainer-crashed' });
    expect((await start({ only: ['3', '5'] })).part).toBe('test');
  });

  it('refuses a model that reads lines, and says where its result stands', async () => {
    await expect(start({ model: 'line-reader' })).rejects.toMatchObject({
      ...{ code: 'evaluation-of-lines', params: { model: 'Line reader' } },
    });
  });

  it('refuses data that the model does not know', async () => {
    const other = path.join(home.folder, 'letters');
    mkdirSync(other);
    const { images } = readMnist('test');
    writeFileSync(path.join(other, 'images-idx3-ubyte'), idxBytes(8, [40, 28, 28], images.slice(0, 40 * 784)));
    writeFileSync(
      path.join(other, 'labels-idx1-ubyte'),
      idxBytes(
        8,
        [40],
        new Uint8Array(40).map((_, i) => i % 2),
      ),
    );
    const { info } = await host.services.datasets.imports.importPath(other);
    await window.call('datasets.update', { id: info.id, classes: ['a', 'b'] });
    await expect(start({ dataset: info.id })).rejects.toMatchObject({
      code: 'model-lacks-classes',
      params: { names: ['a', 'b'] },
    });
    const kept = await window
      .call('datasets.update', { id: info.id, classes: ['0', '1'] })
      .then(() => start({ dataset: info.id }));
    await window.call('datasets.update', { id: info.id, classes: ['1', '0'] });
    await expect(window.call('evaluations.get', { id: kept.id })).rejects.toMatchObject({ code: 'evaluation-stale' });
  });
});

describe('an evaluation of data whose ink is framed otherwise than the model reads it', () => {
  it('is made, and says so: to the window, in its report, also one that an older studio kept', async () => {
    expect(first.framing).toEqual({ model: 'centred', data: 'centred' });
    const { info } = await host.services.datasets.imports.importPath(CASE, { framing: 'as-written' });
    const unlike = await start({ dataset: info.id });
    expect(unlike.framing).toEqual({ model: 'centred', data: 'as-written' });
    const reportOf = async (id: string) =>
      (await window.call('evaluations.export', { id: id as typeof first.id, format: 'html' })).text;
    expect(await reportOf(unlike.id)).toContain('The ink of these images stands where it was written');
    expect(await reportOf(first.id)).not.toContain('The ink of these images');
    const file = path.join(folderOf(unlike.id), 'evaluation.json');
    const record = JSON.parse(readFileSync(file, 'utf8')) as { info: { framing?: object } };
    delete record.info.framing;
    writeFileSync(file, JSON.stringify(record));
    expect((await window.call('evaluations.get', { id: unlike.id })).info).not.toHaveProperty('framing');
    expect((await start({ dataset: info.id })).framing).toEqual(unlike.framing);
    await window.call('evaluations.remove', { id: unlike.id });
  });
});

describe('images of an evaluation', () => {
  it('are those of a cell, sorted, with their bytes', async () => {
    const filter = { truth: 5, predicted: 3 };
    const page = await window.call('evaluations.images', { id: first.id, filter, sort: 'confidence', count: 5 });
    expect(page.total).toBeGreaterThanOrEqual(18);
    expect(page.items).toHaveLength(5);
    const confidences = page.items.map(({ confidence }) => confidence!);
    expect([...confidences].sort((a, b) => b - a)).toEqual(confidences);
    const [files] = await host.services.datasets.prepare([dataset]);
    const all = readFileSync(files!.testImages);
    page.items.forEach(({ place, label, predicted }, i) => {
      expect([label, predicted]).toEqual([5, 3]);
      expect(Buffer.from(page.images.subarray(784 * i, 784 * (i + 1)))).toEqual(
        all.subarray(784 * place, 784 * (place + 1)),
      );
    });
    const rest = await window.call('evaluations.images', { id: first.id, filter, offset: page.total - 1, count: 5 });
    expect(rest.items).toHaveLength(1);
  });

  it('are looked at one by one: probabilities, maps, neighbours, other models', async () => {
    const { items } = await window.call('evaluations.images', { id: first.id, sort: 'loss', count: 1 });
    const { place, predicted } = items[0]!;
    const one = await window.call('evaluations.image', { id: first.id, place });
    expect(one.probabilities!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(one.probabilities![predicted!]).toBeCloseTo(one.confidence!, 6);
    const read = await window.call('models.predict', { model: 'starter', images: one.image });
    expect(read.items[0]!.index).toBe(predicted);
    read.items[0]!.probabilities.forEach((p, c) => expect(one.probabilities![c]).toBeCloseTo(p, 4));
    const maps = await window.call('evaluations.explain', { id: first.id, place });
    expect(maps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['input-gradient', 'occlusion', 'grad-cam']));
    const near = await window.call('evaluations.neighbours', { id: first.id, place, count: 3, ticket });
    expect(near.items).toHaveLength(3);
    expect(near.images).toHaveLength(3 * 784);
    const distances = near.items.map(({ distance }) => distance);
    expect([...distances].sort((a, b) => a - b)).toEqual(distances);
    expect(await window.call('evaluations.others', { id: first.id, place })).toEqual([]);
    await expect(window.call('evaluations.image', { id: first.id, place: 1e6 })).rejects.toMatchObject({
      code: 'image-not-found',
    });
  });

  it('have the same neighbours in another host, also where what was kept of them is damaged', async () => {
    const { items } = await window.call('evaluations.images', { id: first.id, sort: 'doubt', count: 1 });
    const ask = { id: first.id, place: items[0]!.place, count: 4, ticket };
    const before = await window.call('evaluations.neighbours', ask);
    const [kept] = readdirSync(path.join(home.folder, 'evaluations')).filter((name) => name.startsWith('features-'));
    const [features, places, record] = ['features.f32', 'places.u32', 'features.json'].map((name) =>
      path.join(home.folder, 'evaluations', kept!, name),
    ) as [string, string, string];
    for (const damage of [
      () => truncateSync(features, 100),
      () => writeFileSync(places, Buffer.alloc(readFileSync(places).length, 255)),
      () => writeFileSync(record, readFileSync(record, 'utf8').replace(/"width": \d+/, '"width": 1')),
    ]) {
      damage();
      const other = await startHost(home.folder);
      expect(await other.window().call('evaluations.neighbours', ask)).toEqual(before);
      await other.services.stop();
    }
  });

  it('leave the features of the last few models and data sets on the disk, and no more', async () => {
    const folder = path.join(home.folder, 'evaluations');
    const features = () => readdirSync(folder).filter((name) => /^features-[0-9a-f]{32}$/.test(name));
    const [own, ...others] = features();
    expect(others).toEqual([]);
    const older = Array.from({ length: 10 }, (_, i) => `features-${String(i).padStart(32, '0')}`);
    for (const [i, name] of older.entries()) {
      mkdirSync(path.join(folder, name));
      utimesSync(path.join(folder, name), 1000 + i, 1000 + i);
    }
    // Made anew, by a host that does not have them in memory.
    rmSync(path.join(folder, own!), { recursive: true });
    const other = await startHost(home.folder);
    await other.window().call('evaluations.neighbours', { id: first.id, place: 3, count: 1, ticket });
    await other.services.stop();
    expect(features().sort()).toEqual([own!, ...older.slice(3)].sort());
    for (const name of older.slice(3)) rmSync(path.join(folder, name), { recursive: true });
  });

  it('among the training images find themselves not, but the nearest by a slow look', async () => {
    const train = await start({ part: 'train' });
    const near = await window.call('evaluations.neighbours', { id: train.id, place: 4, count: 2, ticket });
    const kept = await host.services.link.call('model.features', {
      folder: host.services.models.folderOf('starter'),
      images: (await window.call('datasets.images', { id: dataset, split: 'train', places: [4, 0, 1, 2, 3, 5, 6, 7] }))
        .images,
    });
    const values = floatsFromBytes(kept.values);
    const row = (i: number) => values.subarray(i * kept.width, (i + 1) * kept.width);
    const distance = (i: number) => 1 - row(0).reduce((sum, value, at) => sum + value * row(i)[at]!, 0);
    expect(near.items.some(({ place }) => place === 4)).toBe(false);
    for (const i of [1, 2, 3, 4, 5, 6, 7]) expect(distance(i)).toBeGreaterThanOrEqual(near.items[0]!.distance - 1e-5);
  });
});

describe('robustness', () => {
  it('begins where the evaluation is, and falls as images are changed more', async () => {
    const told: { done: number; total: number }[] = [];
    const stop = window.on('evaluation.progress', (news) => told.push(news));
    const curves = await window.call('evaluations.robustness', {
      id: first.id,
      disturbances: ['rotation', 'noise', 'contrast'],
      ticket,
    });
    stop();
    expect(curves.map(({ disturbance }) => disturbance)).toEqual(['rotation', 'noise', 'contrast']);
    const { scores } = await window.call('evaluations.get', { id: first.id });
    const unchanged = { rotation: 0, noise: 0, contrast: 1 } as Readonly<Record<string, number>>;
    for (const { disturbance, points } of curves) {
      const own = points.find(({ amount }) => amount === unchanged[disturbance])!;
      expect(own).toMatchObject({ right: scores.right, n: scores.n });
      for (const { accuracy, interval95 } of points) {
        expect(interval95[0]).toBeLessThanOrEqual(accuracy!);
        expect(interval95[1]).toBeGreaterThanOrEqual(accuracy!);
      }
    }
    expect(curves[0]!.points[0]!.right).toBeLessThan(scores.right);
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
  });

  const measure = async (...disturbances: Disturbance[]) => {
    const told: { done: number; total: number }[] = [];
    const stop = window.on('evaluation.progress', (news) => told.push(news));
    const curves = await window.call('evaluations.robustness', { id: first.id, disturbances, ticket });
    stop();
    return { curves, read: told.at(-1)?.done ?? 0 };
  };
  const kept = () => window.call('evaluations.keptRobustness', { id: first.id });

  it('is kept: what was measured is not measured again, what is missing is', async () => {
    const before = await kept();
    expect(before.curves.map(({ disturbance }) => disturbance)).toEqual(['rotation', 'noise', 'contrast']);
    expect(before.current).toBe(true);
    expect(await measure('noise', 'rotation')).toEqual({ curves: [before.curves[1], before.curves[0]], read: 0 });
    const { curves, read } = await measure('blur', 'noise');
    expect(curves.map(({ disturbance }) => disturbance)).toEqual(['blur', 'noise']);
    expect(read).toBe(AMOUNTS.blur.length * first.count);
    // In another host, too, in the order in which they are shown.
    const other = await startHost(home.folder);
    const seen = await other.window().call('evaluations.keptRobustness', { id: first.id });
    await other.services.stop();
    expect(seen.curves.map(({ disturbance }) => disturbance)).toEqual(['rotation', 'noise', 'blur', 'contrast']);
  });

  it('is exported with the scores and alone', async () => {
    const exported = (format: 'json' | 'html' | 'robustness') =>
      window.call('evaluations.export', { id: first.id, format });
    const { name, text } = await exported('robustness');
    expect(name).toMatch(/-robustness\.csv$/);
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toBe('change,amount,images,right,accuracy,low95,high95,labels');
    expect(lines).toHaveLength(1 + [AMOUNTS.rotation, AMOUNTS.noise, AMOUNTS.blur, AMOUNTS.contrast].flat().length);
    expect(JSON.parse((await exported('json')).text)).toMatchObject({ robustness: (await kept()).curves });
    expect((await exported('html')).text).toContain('class="curves"');
  });

  it('is measured anew where labels were corrected since, or what was kept is damaged', async () => {
    const before = (await kept()).curves;
    const { items } = await window.call('evaluations.images', { id: first.id, filter: { verdict: 'right' }, count: 1 });
    await correct(window, dataset, [{ split: 'test', place: items[0]!.place, to: { kind: 'leave-out' } }]);
    expect(await kept()).toEqual({ curves: before, current: false });
    const text = (await window.call('evaluations.export', { id: first.id, format: 'json' })).text;
    expect(JSON.parse(text)).toMatchObject({ robustness: [] });
    const table = (await window.call('evaluations.export', { id: first.id, format: 'robustness' })).text;
    expect(
      table
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .every((line) => line.endsWith(',older')),
    ).toBe(true);
    const { curves } = await measure('contrast');
    expect(curves[0]!.points.every(({ n }) => n === first.count - 1)).toBe(true);
    expect(await kept()).toEqual({ curves, current: true });
    await window.call('corrections.undo', { dataset });
    truncateSync(path.join(folderOf(first.id), 'robustness.json'), 40);
    expect(await kept()).toEqual({ curves: [], current: true });
    expect((await measure('contrast')).curves).toEqual(before.filter(({ disturbance }) => disturbance === 'contrast'));
  });

  it('measured by two windows at once is kept of both', async () => {
    await Promise.all([measure('scale'), measure('thickness')]);
    expect((await kept()).curves.map(({ disturbance }) => disturbance)).toEqual(['scale', 'thickness', 'contrast']);
    rmSync(path.join(folderOf(first.id), 'robustness.json'));
    await measure('contrast');
  });

  it('ends when it is cancelled, and keeps nothing of it', async () => {
    const cancel = new AbortController();
    const stop = window.on('evaluation.progress', () => cancel.abort());
    const measuring = window.call(
      'evaluations.robustness',
      { id: first.id, disturbances: ['shift', 'scale'], ticket },
      { signal: cancel.signal },
    );
    await expect(measuring).rejects.toMatchObject({ code: 'cancelled' });
    stop();
    expect((await kept()).curves.map(({ disturbance }) => disturbance)).toEqual(['contrast']);
  });
});

describe('two evaluations', () => {
  it('of the same images are compared; of others they are not', async () => {
    const same = await window.call('evaluations.compare', { first: first.id, second: first.id });
    expect(same).toMatchObject({ onlyFirst: 0, onlySecond: 0, p: 1, difference: [], n: first.count });
    const train = await start({ part: 'train' });
    await expect(window.call('evaluations.compare', { first: first.id, second: train.id })).rejects.toMatchObject({
      code: 'evaluations-differ',
    });
  });
});

describe('corrections', () => {
  it('change scores, are undone one by one, and are laid over files that stay as they are', async () => {
    const [files] = await host.services.datasets.prepare([dataset]);
    const before = readFileSync(files!.testLabels);
    const filter = { truth: 5, predicted: 3 };
    const { items, total } = await window.call('evaluations.images', { id: first.id, filter, count: 3 });
    const changed = new Promise((resolve) => window.on('corrections.changed', resolve));
    const [a, b, c] = items.map(({ place }) => place) as [number, number, number];
    const relabel = { kind: 'relabel' as const, label: '3' };
    await correct(window, dataset, [
      { split: 'test', place: a, to: relabel },
      { split: 'test', place: b, to: relabel },
    ]);
    const corrections = await correct(window, dataset, [{ split: 'test', place: c, to: { kind: 'leave-out' } }]);
    expect(corrections.test).toEqual({
      relabelled: [a, b].sort((x, y) => x - y).map((place) => [place, '3']),
      leftOut: [c],
    });
    expect(corrections.undoable).toBe(2);
    await changed;
    const { scores } = await window.call('evaluations.get', { id: first.id });
    const raw = (await window.call('evaluations.get', { id: first.id, corrected: false })).scores;
    expect(scores).toMatchObject({ relabelled: 2, leftOut: 1, n: raw.n - 1, right: raw.right + 2 });
    expect((await window.call('evaluations.images', { id: first.id, filter, count: 0 })).total).toBe(total - 3);
    const either = { corrected: 'either' as const };
    expect((await window.call('evaluations.images', { id: first.id, filter: either, count: 0 })).total).toBe(3);
    expect((await window.call('corrections.undo', { dataset })).test.leftOut).toEqual([]);
    expect((await window.call('corrections.reset', { dataset })).test.relabelled).toEqual([]);
    expect((await window.call('corrections.undo', { dataset })).test.relabelled).toHaveLength(2);
    expect((await window.call('corrections.undo', { dataset })).undoable).toBe(0);
    expect(await window.call('corrections.undo', { dataset })).toMatchObject({ undoable: 0 });
    expect(readFileSync(files!.testLabels)).toEqual(before);
  });

  it('of what is not there change nothing', async () => {
    const image = await hashOf(window, dataset, 'test', 0);
    const wrong = (change: object) =>
      window.call('corrections.apply', {
        dataset,
        changes: [
          { split: 'test', place: 0, image, to: { kind: 'leave-out' } },
          { split: 'test', place: 0, image, ...change } as never,
        ],
      });
    await expect(wrong({ place: 1e6, to: { kind: 'leave-out' } })).rejects.toMatchObject({
      code: 'image-not-found',
    });
    await expect(wrong({ to: { kind: 'relabel', label: 'z' } })).rejects.toMatchObject({
      code: 'class-unknown',
    });
    expect((await window.call('corrections.get', { dataset })).test).toEqual({ relabelled: [], leftOut: [] });
  });
});

describe('exports', () => {
  it('as CSV have a line for each image, with the numbers of the page', async () => {
    const { name, text } = await window.call('evaluations.export', { id: first.id, format: 'csv' });
    expect(name).toMatch(/\.csv$/);
    const [head, ...lines] = text.trimEnd().split('\r\n');
    expect(head!.split(',').slice(0, 5)).toEqual(['place', 'label', 'given', 'predicted', 'right']);
    expect(lines).toHaveLength(first.count);
    const right = lines.filter((line) => line.split(',')[4] === '1').length;
    expect(right).toBe((await window.call('evaluations.get', { id: first.id })).scores.right);
  });

  it('as a report are one page without scripts, in both languages', async () => {
    const { text } = await window.call('evaluations.export', { id: first.id, format: 'html' });
    expect(text).toContain('混淆矩阵');
    expect(text).toContain('Confusion matrix');
    expect(text.match(/<img src="data:image\/png;base64,/g)!.length).toBeGreaterThan(10);
    const words = text.replace(/data:image[^"]*/g, '');
    expect(words).not.toMatch(/<script|(src|href)="[^"]/);
    expect(words).not.toMatch(/NaN|undefined/);
    const json = await window.call('evaluations.export', { id: first.id, format: 'json' });
    expect(JSON.parse(json.text)).toMatchObject({ id: first.id, scores: { n: first.count } });
  });
});
