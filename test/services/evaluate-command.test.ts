import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseArguments } from '../../electron/cli/arguments.ts';
import { chooseRunSpec } from '../../electron/cli/choices/run-spec.ts';
import type { Suspects } from '../../shared/contract/schemas/corrections.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { EvaluationId } from '../../shared/contract/schemas/evaluation.ts';
import { isRun } from '../../shared/contract/schemas/run-id.ts';
import type { RobustnessCurve } from '../../shared/contract/schemas/robustness.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { AMOUNTS } from '../../shared/evaluation/disturb.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { presetFor } from '../../shared/model/presets/index.ts';
import { percentText } from '../../shared/words/numbers.ts';
import { MAKING } from '../../electron/services/evaluations/evaluation-store.ts';
import { caseData } from '../fixtures/cases.ts';
import { commandEnvironment, runCommand } from '../fixtures/command-line.ts';
import { correct } from '../fixtures/corrections.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { shortSpec, startHost, until } from '../fixtures/host-services.ts';
import { idxBytes } from '../fixtures/idx-files.ts';
import { readMnist } from '../fixtures/mnist.ts';

const CASE = caseData('eval-01-confusion-asymmetric');
const home = temporaryFolder();
const at = (name: string) => path.join(home.folder, name);
const evaluate = (...args: string[]) => runCommand(home.folder, ['evaluate', '--data', CASE, ...args]);

interface MapPoint {
  readonly place: number;
  readonly label: string;
  readonly predicted: string;
  readonly x: number;
  readonly y: number;
}

interface Test {
  readonly evaluation: EvaluationId;
  readonly accuracy: number;
  readonly n: number;
  readonly confusion: readonly (readonly [number, number, number])[];
  readonly classes: readonly {
    readonly label: string;
    readonly support: number;
    readonly recall: number | null;
    readonly precision: number | null;
    readonly f1: number | null;
  }[];
}

interface Both {
  readonly beside: { readonly evaluation: EvaluationId; readonly comparison: unknown };
  readonly suspects: { readonly suspects: readonly { readonly place: number; readonly given: string }[] };
}

afterAll(() => home.remove());

describe('inkstone evaluate', () => {
  it('tells the scores of a case that is known, and writes a report and a table', async () => {
    const [report, out] = [at('report.html'), at('out.csv')];
    const { code, lines } = await evaluate('--model', 'starter', '--report', report, '--out', out, '--json');
    expect(code).toBe(0);
    const test = lines.at(-1)!['test'] as Test;
    const cell = (truth: number, read: number) => test.confusion.find(([t, p]) => t === truth && p === read)?.[2] ?? 0;
    expect(cell(5, 3)).toBeGreaterThanOrEqual(18);
    expect(cell(3, 5)).toBe(0);
    expect(test.accuracy).toBeCloseTo(0.667, 1);
    for (const { support, recall, precision, f1 } of test.classes) {
      if (support === 0) expect([recall, precision, f1]).toEqual([null, null, null]);
      else expect(recall).toBeGreaterThanOrEqual(0);
    }
    expect(readFileSync(report, 'utf8')).toContain('</html>');
    expect(readFileSync(out, 'utf8').trimEnd().split('\r\n')).toHaveLength(test.n + 1);
  });

  it('says the same to a person, a second time from what is kept', async () => {
    const { code, stdout } = await evaluate('--model', 'starter');
    expect(code).toBe(0);
    expect(stdout).toMatch(/accuracy 66\.\d+% of \d+ images/);
    expect(stdout).toContain('5 read as 3: ');
    expect(stdout).not.toMatch(/NaN|undefined/);
    const again = await evaluate('--model', 'starter', '--json');
    expect(again.lines.at(-1)).toMatchObject({ type: 'result', imagesPerSecond: null });
  });

  it('tells all numbers that the window has, to a program and to a person', async () => {
    const { lines } = await evaluate('--model', 'starter', '--json');
    const told = lines.at(-1)!['test'] as Test;
    const host = await startHost(home.folder);
    const window = host.window();
    const { scores } = await window.call('evaluations.get', { id: told.evaluation });
    const { classes, ...others } = scores;
    expect(told).toMatchObject({ ...others, classes });
    expect(lines.at(-1)).toMatchObject({ temperature: null });
    const [scaled, known] = [scores.scaled!, scores.known!];
    await host.services.stop();
    const { stdout } = await evaluate('--model', 'starter');
    expect(stdout).toContain(`, ${scores.n - scores.right} wrong\n`);
    expect(stdout).toContain(`calibration error ${percentText(scores.calibration.ece!)}\n`);
    const after = `calibration error with the temperature ${scaled.temperature.toFixed(3)}: `;
    expect(stdout).toContain(`${after}${percentText(scaled.calibration.ece!)}, log loss`);
    const share = percentText(known.acceptedShare!);
    expect(stdout).toContain(`known sign: ${share} (${known.accepted} images, ${known.refused} refused)`);
  });

  it('measures with --robustness how accuracy falls, tells it, and has it in the report', async () => {
    const report = at('robust.html');
    const asked = ['--model', 'starter', '--robustness', '--report', report];
    const { code, lines } = await evaluate(...asked, '--json');
    expect(code).toBe(0);
    const { robustness, n, accuracy } = lines.at(-1)!['test'] as Test & { robustness: RobustnessCurve[] };
    expect(robustness.map(({ disturbance }) => disturbance)).toEqual(Object.keys(AMOUNTS));
    const still = robustness[0]!.points.find(({ amount }) => amount === 0)!;
    expect(still).toMatchObject({ n, accuracy });
    expect(readFileSync(report, 'utf8')).toContain('class="curves"');
    expect((await evaluate(...asked)).stdout).toMatch(/rotation +−45° \d+\.\d%, −30°/);
  });

  it('lays the images out with --map as the lab does, as a table or as JSON', async () => {
    const { code, stderr, lines } = await evaluate('--model', 'starter', '--map', at('map.json'), '--json');
    expect(code).toBe(0);
    const { evaluation, n } = lines.at(-1)!['test'] as Test;
    expect(stderr).toContain(`${n} of ${n} images are on the map`);
    const { points, ...of } = JSON.parse(readFileSync(at('map.json'), 'utf8')) as { points: MapPoint[]; wrong: number };
    expect(of).toMatchObject({ evaluation, part: 'test', images: n, dataset: {}, model: { name: expect.any(String) } });
    expect(points.filter(({ label, predicted }) => label !== predicted)).toHaveLength(of.wrong);
    // The same numbers as in the window, which makes it anew.
    rmSync(at(`evaluations/${evaluation}/map.json`));
    const host = await startHost(home.folder);
    const map = (await host.window().call('evaluations.map', { id: evaluation, make: true, ticket: 'a-window-asks' }))!;
    await host.services.stop();
    expect(points.map(({ place, x, y }) => [place, x, y])).toEqual(
      map.places.map((place, i) => [place, map.x[i], map.y[i]]),
    );
    expect((await evaluate('--model', 'starter', '--map', at('map.csv'))).code).toBe(0);
    const rows = readFileSync(at('map.csv'), 'utf8').trimEnd().split('\r\n');
    expect(rows[0]).toBe('place,label,predicted,x,y');
    const [first] = points;
    expect(rows).toHaveLength(n + 1);
    const cells = rows[1]!.split(',');
    expect(cells.slice(0, 3)).toEqual([String(first!.place), first!.label, first!.predicted]);
    expect(Number(cells[3])).toBeCloseTo(first!.x, 6);
    const both = ['evaluate', '--data', `${CASE}+synthetic`, '--model', 'starter', '--map', at('both.csv')];
    expect((await runCommand(home.folder, both)).code).toBe(2);
    const folder = await evaluate('--model', 'starter', '--map', home.folder, '--json');
    expect(folder.lines.at(-1)).toMatchObject({ error: { code: 'save-failed' } });
  });

  it('is interrupted while it lays out: it ends at once, and nothing is left', async () => {
    const { lines } = await evaluate('--model', 'starter', '--json');
    const { evaluation } = lines.at(-1)!['test'] as Test;
    rmSync(at(`evaluations/${evaluation}/map.json`), { force: true });
    // Features of images lie in a folder of its own while they are laid out.
    const root = at(`evaluations/${MAKING}`);
    const making = (): string[] => readdirSync(root).flatMap((own) => readdirSync(path.join(root, own)));
    const script = path.join(repositoryRoot, 'out', 'node', 'cli.cjs');
    const args = [script, 'evaluate', '--data', CASE, '--model', 'starter', '--map', at('cut.csv')];
    const child = spawn(process.execPath, args, { env: commandEnvironment(home.folder), stdio: 'ignore' });
    const ended = once(child, 'exit');
    await vi.waitFor(() => expect(making().length).toBeGreaterThan(0), { timeout: 60_000, interval: 5 });
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(making()).toEqual([]);
    expect([existsSync(at('cut.csv')), existsSync(at(`evaluations/${evaluation}/map.json`))]).toEqual([false, false]);
  });

  it('says where the ink of the images is framed otherwise than the model reads it', async () => {
    const imported = await runCommand(home.folder, ['data', 'import', CASE, '--framing', 'as-written', '--json']);
    const { id } = imported.lines.at(-1)!['dataset'] as { id: string };
    const told = await runCommand(home.folder, ['evaluate', '--model', 'starter', '--data', id, '--json']);
    expect(told.code).toBe(0);
    expect(told.lines.at(-1)).toMatchObject({ test: { framing: { model: 'centred', data: 'as-written' } } });
    expect(told.stderr).toContain(`${id}: The ink of these images stands where it was written`);
    expect((await evaluate('--model', 'starter')).stderr).not.toContain('The ink of these images');
  });

  it('refuses what it cannot do in words', async () => {
    expect((await evaluate('--model', 'starter', '--split', 'all')).code).toBe(2);
    const { code, lines } = await evaluate('--model', 'starter', '--split', 'validation', '--json');
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({ error: { code: 'evaluation-no-validation' } });
    const both = ['evaluate', '--data', `${CASE}+synthetic`, '--model', 'starter', '--report', at('both.html')];
    expect((await runCommand(home.folder, both)).code).toBe(2);
    const folder = await evaluate('--model', 'starter', '--out', home.folder, '--json');
    expect(folder.lines.at(-1)).toMatchObject({ error: { code: 'save-failed' } });
    expect(existsSync(home.folder)).toBe(true);
  });
});

describe('a run', () => {
  const own = temporaryFolder();
  let host: Awaited<ReturnType<typeof startHost>>;
  beforeAll(async () => {
    host = await startHost(own.folder);
  });
  afterAll(async () => {
    await host.services.stop();
    own.remove();
  });

  it('is evaluated on the very images that it set aside to validate, with the numbers that it told', async () => {
    const window = host.window();
    const spec = shortSpec(600, 1);
    const { id } = await window.call('runs.start', {
      ...spec,
      recipe: { ...spec.recipe, validation: { kind: 'stratified', fraction: 0.2 } },
    });
    const run = await until(window, id, ({ status }) => status === 'finished');
    const info = await window.call('evaluations.start', {
      model: id,
      dataset: 'mnist',
      part: 'validation',
      ticket: 'ticket-1',
    });
    expect(Math.abs(info.count - 120)).toBeLessThanOrEqual(5);
    const { scores } = await window.call('evaluations.get', { id: info.id });
    expect(scores.accuracy).toBeCloseTo(run.lastValidation!.accuracy, 9);
    expect(scores.loss).toBeCloseTo(run.lastValidation!.loss!, 6);
  });

  it('keeps the temperature that was found with its model: other probabilities, the same readings', async () => {
    const window = host.window();
    const [model] = (await window.call('models.list', null)).filter(({ ref }) => isRun(ref));
    const ask = () =>
      window.call('evaluations.start', {
        model: model!.ref,
        dataset: 'mnist',
        part: 'validation',
        ticket: 'ticket-5',
      });
    const first = await ask();
    const before = (await window.call('evaluations.get', { id: first.id })).scores;
    const one = { model: model!.ref, images: readMnist('test').images.slice(0, 784) };
    const read = (await window.call('models.predict', one)).items[0]!;
    const changed: { ref: string }[] = [];
    const stop = window.on('model.changed', (news) => changed.push(news));
    const keep = (id: EvaluationId, temperature: 'found' | number | null) =>
      window.call('evaluations.keepTemperature', { id, temperature });
    const kept = await keep(first.id, 'found');
    expect(kept.temperature).toBeCloseTo(before.scaled!.temperature, 9);
    expect(kept.before).toBeNull();
    const again = await ask();
    expect(again.id).not.toBe(first.id);
    expect(again.model.temperature).toBe(kept.temperature);
    const after = (await window.call('evaluations.get', { id: again.id })).scores;
    expect(after.confusion).toEqual(before.confusion);
    expect(after.loss!).toBeLessThanOrEqual(before.loss!);
    expect(after.scaled!.temperature).toBeCloseTo(1, 2);
    const warmer = (await window.call('models.predict', one)).items[0]!;
    expect(warmer.index).toBe(read.index);
    const ratio = (p: readonly number[]) => Math.log(p[read.index]! / p[(read.index + 1) % 10]!);
    expect(ratio(warmer.probabilities) * kept.temperature!).toBeCloseTo(ratio(read.probabilities), 3);
    // None any more; then, as undo does, the one that it had.
    expect(await keep(again.id, null)).toEqual({ temperature: null, before: kept.temperature });
    expect((await ask()).id).toBe(first.id);
    expect(await keep(first.id, kept.temperature)).toEqual({ temperature: kept.temperature, before: null });
    expect((await ask()).id).toBe(again.id);
    await keep(first.id, null);
    expect(changed).toEqual(Array.from({ length: 4 }, () => ({ ref: model!.ref })));
    stop();
    const starter = await window.call('evaluations.start', {
      model: 'starter',
      dataset: 'mnist',
      part: 'test',
      only: ['7'],
      ticket: 'ticket-6',
    });
    await expect(keep(starter.id, 'found')).rejects.toMatchObject({ code: 'model-fixed' });
  });

  it('finds labels that were changed, and trains on them as they are corrected', async () => {
    const window = host.window();
    const { images, labels } = readMnist('train');
    const count = 600;
    const wrong = labels.slice(0, count);
    const changed = Array.from({ length: 12 }, (_, i) => i * 50);
    for (const place of changed) wrong[place] = (wrong[place]! + 5) % 10;
    const folder = path.join(own.folder, 'wrong');
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, 'train-images-idx3-ubyte'),
      idxBytes(8, [count, 28, 28], images.slice(0, count * 784)),
    );
    writeFileSync(path.join(folder, 'train-labels-idx1-ubyte'), idxBytes(8, [count], Uint8Array.from(wrong)));
    writeFileSync(path.join(folder, 't10k-images-idx3-ubyte'), idxBytes(8, [50, 28, 28], images.slice(-50 * 784)));
    writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), idxBytes(8, [50], Uint8Array.from(labels.slice(-50))));
    const { info } = await host.services.datasets.imports.importPath(folder);
    const told: { done: number; total: number }[] = [];
    window.on('evaluation.progress', (news) => told.push(news));
    const found: Suspects = await window.call('corrections.suspects', { dataset: info.id, ticket: 'ticket-2' });
    expect(found).toMatchObject({ count, folds: 5 });
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    const first = found.suspects.slice(0, 36).map(({ place }) => place);
    expect(changed.filter((place) => first.includes(place)).length).toBeGreaterThanOrEqual(10);
    expect(await window.call('corrections.suspects', { dataset: info.id, ticket: 'ticket-3' })).toEqual(found);

    // The command tells the same, and of two models image by image.
    const trained = (await window.call('runs.list', null))[0]!.id;
    const asking = ['evaluate', '--model', 'starter', '--beside', trained, '--data', info.id, '--suspects'];
    const same = (await runCommand(own.folder, [...asking, '--json'])).lines.at(-1)!['test'] as Test & Both;
    expect(same.suspects).toMatchObject({ count, folds: 5, estimated: found.estimated });
    expect(same.suspects.suspects.map(({ place, given }) => [place, given])).toEqual(
      found.suspects.map(({ place, given }) => [place, String(given)]),
    );
    const second = await window.call('evaluations.compare', { first: same.evaluation, second: same.beside.evaluation });
    expect(same.beside.comparison).toEqual(second);
    const { stdout } = await runCommand(own.folder, asking);
    expect(stdout).toContain(`on 50 images: both right ${second.bothRight}, only `);
    expect(stdout).toContain(`likely wrong: ${found.suspects.length} of ${count} training images`);

    const changes = changed.map((place) => ({
      split: 'train' as const,
      place,
      to: { kind: 'relabel' as const, label: String(labels[place]) },
    }));
    const { train } = await correct(window, info.id, changes);
    // What a person has corrected is no longer suspected; what was found of the others is still at hand.
    const settled = await window.call('corrections.suspects', { dataset: info.id, ticket: 'ticket-8' });
    const others = found.suspects.filter(({ place }) => !changed.includes(place));
    expect(settled).toEqual({ ...found, suspects: others });
    const asked = await chooseRunSpec(
      host.services,
      parseArguments(['train', '--data', info.id, '--corrected', '--only', '1,7'])!,
    );
    expect(asked.data.transforms).toEqual({
      relabel: { [info.id]: train.relabelled },
      counted: { [info.id]: found.content },
      only: ['1', '7'],
    });
    const plain = await chooseRunSpec(host.services, parseArguments(['train', '--data', info.id])!);
    expect(plain.data.transforms).toBeUndefined();
    const short = shortSpec(100, 1, 'Corrected');
    const task: Task = { inputShape: [14, 14, 1], classes: ['7', '0', '2', '3', '4', '5', '6', '8', '9'] };
    const spec = { ...short, ...presetFor({ model: short.model, recipe: short.recipe }, task) };
    const transforms = {
      relabel: { [info.id]: train.relabelled },
      leaveOut: { [info.id]: [1, 2] },
      rename: { '1': '7' },
      only: task.classes,
      resize: { height: 14, width: 14 },
      invert: true,
    };
    const { id } = await window.call('runs.start', { ...spec, data: { datasets: [info.id], transforms } });
    const run = await until(window, id, ({ status }) => status === 'finished');
    // A run records what it saw.
    expect(run.spec.data.transforms?.relabel).toEqual({ [info.id]: train.relabelled });
    // And its model reads the data set as the run did.
    const itself = { model: id, dataset: info.id, part: 'test' as const, ticket: 'ticket-7' };
    const { scores } = await window.call('evaluations.get', {
      id: (await window.call('evaluations.start', itself)).id,
    });
    const { accuracy, loss, n, confusion } = run.result!.tests[0]!;
    expect(scores).toMatchObject({ accuracy, loss, n, confusion });
    // Where the run merged classes, a correction names the data set's own.
    const { id: ofRun } = await window.call('evaluations.start', itself);
    const one = labels.slice(-50).indexOf(1);
    const detail = () => window.call('evaluations.image', { id: ofRun, place: one });
    const seven = task.classes.indexOf('7');
    const before = await detail();
    expect(before).toMatchObject({ given: seven, label: seven, own: { given: 1, label: 1 } });
    expect(before.own.classes.slice(0, 2)).toEqual([
      { name: '0', counts: task.classes.indexOf('0') },
      { name: '1', counts: seven },
    ]);
    await correct(window, info.id, [{ split: 'test', place: one, to: { kind: 'relabel', label: '7' } }]);
    expect(await detail()).toMatchObject({ label: seven, own: { given: 1, label: 7 } });
    await window.call('corrections.undo', { dataset: info.id });
    const wrongName = { relabel: { [info.id]: [[0, 'none'] as [number, string]] } };
    const refused = await window.call('runs.start', { ...short, data: { datasets: [info.id], transforms: wrongName } });
    const failed = await until(window, refused.id, ({ status }) => status === 'failed');
    expect(failed.error).toMatchObject({ code: 'class-unknown', params: { name: 'none' } });
  });

  it('is looked through anew with its labels as they are corrected, and without what is left out', async () => {
    const window = host.window();
    const [{ id: dataset }] = (await window.call('datasets.list', null)).filter(({ kind }) => kind === 'imported') as [
      DatasetInfo,
    ];
    const [first, second] = [1, 3];
    const leaveOut = { split: 'train', to: { kind: 'leave-out' } } as const;
    const corrections = await correct(
      window,
      dataset,
      [first, second].map((place) => ({ ...leaveOut, place })),
    );
    const [files] = await host.services.datasets.prepare([dataset]);
    const given = labelsFromBytes(readFileSync(files!.trainLabels));
    const before = await window.call('corrections.suspects', { dataset, ticket: 'ticket-9' });
    const found = await window.call('corrections.suspects', { dataset, again: true, ticket: 'ticket-9' });
    expect(found).toMatchObject({ count: before.count - 2, seen: corrections.train });
    // With every changed label mended, fewer are wrong.
    expect(found.estimated).toBeLessThan(before.estimated);
    expect(found.suspects.length).toBeGreaterThan(0);
    const settled = [...corrections.train.relabelled.map(([place]) => place), first, second];
    for (const suspect of found.suspects) {
      expect(settled).not.toContain(suspect.place);
      // Its place is the data set's, not that among those which were looked at.
      expect(suspect.given).toBe(given[suspect.place]);
    }
    expect(await window.call('corrections.suspects', { dataset, ticket: 'ticket-9' })).toEqual(found);
    await window.call('corrections.undo', { dataset });
  });

  it('refuses to look among too few images', async () => {
    const window = host.window();
    const folder = path.join(own.folder, 'few');
    mkdirSync(folder);
    const { images } = readMnist('train');
    writeFileSync(path.join(folder, 'images-idx3-ubyte'), idxBytes(8, [10, 28, 28], images.slice(0, 7840)));
    writeFileSync(
      path.join(folder, 'labels-idx1-ubyte'),
      idxBytes(8, [10], Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0, 1])),
    );
    const { info } = await host.services.datasets.imports.importPath(folder);
    await expect(window.call('corrections.suspects', { dataset: info.id, ticket: 'ticket-4' })).rejects.toMatchObject({
      code: 'suspects-too-few',
    });
  });
});
