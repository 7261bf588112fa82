import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  fineTuneSpec,
  originOf,
  requireFraming,
  type FineTuneWish,
  type ParentModel,
} from '../../electron/services/runs/fine-tune.ts';
import type { DatasetId } from '../../shared/contract/schemas/dataset.ts';
import { planRun } from '../../electron/services/runs/plan.ts';
import { runFiles } from '../../electron/services/runs/run-folder.ts';
import { lineChoiceSchema } from '../../shared/contract/schemas/line-choice.ts';
import { modelCardSchema } from '../../shared/contract/schemas/predict.ts';
import { runSchema, type FineTuneRequest } from '../../shared/contract/schemas/run.ts';
import type { Comparison, RunWarning } from '../../shared/contract/schemas/run-result.ts';
import type { Framing, Task } from '../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { MARKS } from '../../shared/lines/marks.ts';
import { fitModel } from '../../shared/model/fit-model.ts';
import { taskOfChoice } from '../../shared/lines/line-task.ts';
import { fineTuneRecipe } from '../../shared/runs/fine-tune-defaults.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { caseData } from '../fixtures/cases.ts';
import { runCommand, type Line, type Outcome } from '../fixtures/command-line.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost } from '../fixtures/host-services.ts';
import { writeMnistFiles } from '../fixtures/train-job.ts';
import { someRun } from '../fixtures/scripted-host.ts';

const starter = path.join(repositoryRoot, 'resources', 'starter');
const card = modelCardSchema.parse(JSON.parse(readFileSync(path.join(starter, 'model.json'), 'utf8')));

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inkstone = (...args: string[]): Promise<Outcome> => runCommand(home.folder, [...args, '--json']);
const last = ({ lines }: Outcome): Line => lines.at(-1)!;

const wish = (from: Partial<FineTuneWish['from']> = {}): FineTuneWish => ({
  version: 2,
  name: 'Mine',
  data: { datasets: ['synthetic'] },
  recipe: fineTuneRecipe(DIGITS),
  from: { freeze: 'none', head: 'keep', ...from },
});
const parent: ParentModel = { ref: 'starter', folder: starter, card };

describe('a fine-tune’s spec', () => {
  const reads = (task: Task, framing: Framing = 'centred') => ({ task, framing, data: wish().data });
  const some: Task = { ...DIGITS, classes: ['7', '1'] };

  it('has the parent’s classes with its head, and the data’s with a new one', () => {
    const kept = fineTuneSpec(wish(), parent, reads(some));
    expect(kept).toMatchObject({ task: card.task, framing: card.framing, model: card.spec });
    expect(kept.from).toEqual({
      model: 'starter',
      name: card.name,
      weightsSha256: card.weightsSha256,
      freeze: 'none',
      head: 'keep',
    });
    const fresh = fineTuneSpec(wish({ head: 'new', freeze: 'features' }), parent, reads(some, 'as-written'));
    expect(fresh).toMatchObject({ task: some, framing: 'as-written' });
    expect(fresh.model.layers.at(-1)).toMatchObject({ units: 2 });
    expect(fresh.model.layers[0]).toMatchObject({ trainable: false });
  });

  it('is refused where model and data do not meet, or a layer is none', () => {
    const refused = (from: Partial<FineTuneWish['from']>, task: Task) => () =>
      fineTuneSpec(wish(from), parent, reads(task));
    const letters: Task = { ...DIGITS, classes: ['1', 'a', 'b'] };
    expect(refused({}, letters)).toThrow(
      expect.objectContaining({ code: 'model-lacks-classes', params: { names: ['a', 'b'] } }),
    );
    expect(refused({ head: 'new' }, letters)).not.toThrow();
    expect(refused({ head: 'new' }, { ...some, inputShape: [20, 28, 1] })).toThrow(
      expect.objectContaining({ code: 'model-other-size' }),
    );
    expect(() => fineTuneSpec(wish(), parent, reads(some, 'as-written'))).toThrow('model-other-framing');
    expect(refused({ freeze: ['conv9'] }, some)).toThrow(
      expect.objectContaining({ code: 'layer-unknown', params: expect.objectContaining({ name: 'conv9' }) }),
    );
    expect(refused({ rates: { conv9: 1 } }, some)).toThrow(expect.objectContaining({ code: 'layer-unknown' }));
  });
});

describe('a fine-tune of a model of lines', () => {
  const folder = path.join(repositoryRoot, 'resources', 'line-reader');
  const shipped = modelCardSchema.parse(JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')));
  // With all signs that lines of numbers are written in, whatever the shipped one has.
  const lineTask: Task = { ...shipped.task, classes: [...DIGITS.classes, ...MARKS] };
  const lineCard = { ...shipped, task: lineTask, spec: fitModel(shipped.spec, lineTask) };
  const reader: ParentModel = { ref: 'line-reader', folder, card: lineCard };
  const lines = lineChoiceSchema.parse({ texts: 'numbers', width: lineCard.task.inputShape[1] });
  const data = { datasets: ['synthetic' as const], lines };

  it('takes signs however they stand in their images, and keeps the classes of its parent', () => {
    const task = taskOfChoice([DIGITS], data);
    const spec = fineTuneSpec({ ...wish(), data }, reader, { task, framing: 'centred', data });
    expect(spec).toMatchObject({ task: lineCard.task, framing: 'centred', model: lineCard.spec });
  });

  it('is refused lines of another width, and single signs', () => {
    const narrow = taskOfChoice([DIGITS], { ...data, lines: { ...lines, width: 96 } });
    for (const task of [narrow, DIGITS])
      expect(() => fineTuneSpec({ ...wish(), data }, reader, { task, framing: 'centred', data })).toThrow(
        'model-other-size',
      );
  });

  it('plans with the lines that are replayed', async () => {
    const recipe = { ...fineTuneRecipe(DIGITS), batchSize: 64 };
    const files = { ...writeMnistFiles(path.join(home.folder, 'planned'), 200, 10), framing: 'centred' as const };
    const from = {
      freeze: 'none' as const,
      head: 'keep' as const,
      replay: { datasets: ['mnist' as const], share: 0.25 },
    };
    const spec = fineTuneSpec({ ...wish(from), data }, reader, {
      task: taskOfChoice([DIGITS], data),
      framing: 'centred',
      data,
    });
    expect(await planRun({ ...data, lines: { ...lines, perEpoch: 640 } }, recipe, [files], spec)).toMatchObject({
      ...{ trainCount: 480, replayCount: 160, stepsPerEpoch: 10 },
    });
  });
});

describe('what a fine-tune replays', () => {
  const framed = (framing: Framing) => ({ framing, name: framing });

  it('has its ink framed as the run’s own images, or is refused by name', () => {
    expect(() => requireFraming({ framing: 'centred' }, [])).not.toThrow();
    expect(() => requireFraming({ framing: 'as-written' }, [framed('as-written')])).not.toThrow();
    expect(() => requireFraming({ framing: 'centred' }, [framed('centred'), framed('as-written')])).toThrow(
      expect.objectContaining({ code: 'replay-other-framing', params: { data: ['as-written'] } }),
    );
  });

  it('and what tells of forgetting, is of that framing too', async () => {
    const folder = path.join(home.folder, 'a-run');
    cpSync(starter, runFiles(folder).from, { recursive: true });
    const spec = fineTuneSpec(wish(), parent, { task: DIGITS, framing: 'centred', data: wish().data });
    const originals = async (framing: Framing) => {
      const files: DataFiles = {
        id: 'mnist',
        task: DIGITS,
        framing,
        trainImages: '',
        trainLabels: '',
        testImages: '',
        testLabels: '',
      };
      const deps = { prepare: async () => [], prepareReady: async () => [files], folderOf: () => folder };
      const run = { ...someRun('a-run'), spec };
      return (await originOf(run, deps, { cancelled: false }))!.originals.map(({ id }) => id);
    };
    expect(await originals('centred')).toEqual(['mnist']);
    expect(await originals('as-written')).toEqual([]);
  });

  it('is looked at before the run is made', async () => {
    const own = temporaryFolder();
    const { services, window } = await startHost(own.folder);
    const host = window();
    try {
      const folder = caseData('finetune-01-two-classes');
      const centred = (await services.datasets.imports.importPath(folder)).info.id;
      const written = (await services.datasets.imports.importPath(folder, { framing: 'as-written' })).info.id;
      const request = (data: string, replay: string): FineTuneRequest => ({
        version: 2,
        name: 'Mine',
        data: { datasets: [data as DatasetId] },
        recipe: fineTuneRecipe(DIGITS),
        from: {
          model: 'starter',
          freeze: 'none',
          head: 'keep',
          replay: { datasets: [replay as DatasetId], share: 0.5 },
        },
      });
      const { name } = await services.datasets.existing(written);
      const refused = { code: 'replay-other-framing', params: { data: [name] } };
      await expect(host.call('runs.fineTune', request(centred, written))).rejects.toMatchObject(refused);
      const { data, recipe, from } = request(centred, written);
      await expect(host.call('runs.plan', { data, recipe, from })).rejects.toMatchObject(refused);
      expect(await host.call('runs.list', null)).toEqual([]);
      // Framed anew, the run's own data fit those of the parent.
      const anew = request(written, 'synthetic');
      const resize = { height: 28, width: 28, framing: 'centred' } as const;
      const plan = { ...anew, data: { ...anew.data, transforms: { resize } } };
      await expect(host.call('runs.plan', { data: plan.data, recipe, from: plan.from })).resolves.toMatchObject({
        replayCount: expect.any(Number) as number,
      });
    } finally {
      await services.stop();
      own.remove();
    }
  });
});

describe('inkstone train --from', () => {
  it('goes on from the starter with two classes, says what it never saw, and tells of what it forgot', async () => {
    const outcome = await inkstone(
      ...[
        'train',
        '--from',
        'starter',
        '--data',
        caseData('finetune-01-two-classes'),
        '--epochs',
        '4',
        '--name',
        'Ones',
      ],
    );
    expect(outcome.code).toBe(0);
    const result = last(outcome) as unknown as {
      run: string;
      before: { dataset: string; accuracy: number; n: number }[];
      after: { dataset: string; accuracy: number; n: number }[];
      paired: Pick<Comparison, 'part' | 'p'>[];
      warnings: RunWarning[];
      unseen: string[];
    };
    expect(result.unseen).toEqual(['0', '2', '3', '4', '5', '6', '8', '9']);
    const original = result.paired.findIndex(({ part }) => part === 'original');
    const [before, after] = [result.before[original]!, result.after[original]!];
    expect(before).toMatchObject({ dataset: 'mnist', n: 10_000, accuracy: card.tests[0]!.accuracy });
    const forgot = result.warnings.some(({ code }) => code === 'forgetting');
    expect(after.accuracy > 0.97 || forgot).toBe(true);

    const folder = path.join(home.folder, 'runs', result.run);
    const run = runSchema.parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')));
    expect(run.result!.comparisons).toHaveLength(2);
    expect(existsSync(path.join(folder, 'from', 'weights.safetensors'))).toBe(true);
    const own = modelCardSchema.parse(JSON.parse(readFileSync(path.join(folder, 'model', 'model.json'), 'utf8')));
    expect(own.parent).toEqual({ ref: 'starter', name: card.name, weightsSha256: card.weightsSha256 });

    // From this one on, frozen but for its head, by the run's id; then its parent goes, which changes nothing.
    const next = await inkstone(
      ...['train', '--from', result.run, '--data', caseData('finetune-01-two-classes'), '--freeze', 'features'],
      ...['--replay', 'mnist:0.5', '--rates', 'head=2', '--epochs', '2', '--augment', 'none'],
    );
    expect(next.code).toBe(0);
    const host = await startHost(home.folder);
    const models = await host.services.models.list();
    const child = models.find(({ ref }) => ref === last(next)['run'])!;
    expect(child.parent).toMatchObject({ ref: result.run, name: 'Ones' });
    expect(models.find(({ ref }) => ref === child.parent!.ref)!.parent).toMatchObject({ ref: 'starter' });
    const { weights, shown } = await host.window().call('models.moved', { run: child.ref, weight: 'dense/kernel' });
    expect(weights.filter(({ same }) => !same).map((weight) => weight.path)).toEqual(['dense/kernel', 'dense/bias']);
    expect(shown!.after.length).toBe(shown!.before!.length);
    const untuned = host.window().call('models.moved', { run: 'never-was', weight: null });
    await expect(untuned).rejects.toMatchObject({ code: 'model-not-found' });
    const outside = host.window().call('models.moved', { run: '../runs', weight: null });
    await expect(outside).rejects.toMatchObject({ code: 'invalid-input' });
    await host.services.stop();
    rmSync(folder, { recursive: true });
    expect(existsSync(path.join(home.folder, 'runs', child.ref, 'from', 'model.json'))).toBe(true);
    const again = await inkstone('evaluate', '--model', child.ref, '--data', 'mnist');
    expect(again.code).toBe(0);
  });

  it('goes on from a fine-tuned model, and still tells what became of what the first one could read', async () => {
    const data = ['--data', caseData('finetune-01-two-classes')];
    const quick = ['--freeze', 'features', '--augment', 'none', '--epochs', '1'];
    const mine = await inkstone('train', '--from', 'starter', ...data, ...quick, '--name', 'Mine');
    const next = await inkstone('train', '--from', String(last(mine)['run']), ...data, ...quick, '--name', 'Mine 2');
    expect([mine.code, next.code]).toEqual([0, 0]);
    const result = last(next) as unknown as { before: { dataset: string; n: number }[]; paired: Comparison[] };
    expect(result.paired.map(({ part }, i) => [part, result.before[i]!.dataset])).toEqual([
      ['own', expect.stringMatching(/^set-/)],
      ['original', 'mnist'],
    ]);
    // The run's record and the model's headline are of its own data.
    const folder = path.join(home.folder, 'runs', String(last(next)['run']));
    const run = runSchema.parse(JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')));
    expect(run.result!.tests.map(({ dataset }) => dataset)).toEqual([result.before[0]!.dataset]);
    const own = modelCardSchema.parse(JSON.parse(readFileSync(path.join(folder, 'model', 'model.json'), 'utf8')));
    expect(own.tests.map(({ dataset }) => dataset)).toEqual(result.before.map(({ dataset }) => dataset));
    expect(own.tests[0]).toEqual(run.result!.tests[0]);
  });

  it('refuses what does not go together, with words that say why', async () => {
    const data = caseData('finetune-01-two-classes');
    const usage = async (...args: string[]) => (await inkstone('train', '--data', data, ...args)).code;
    expect(await usage('--freeze', 'features')).toBe(2);
    expect(await usage('--from', 'starter', '--replay', 'mnist')).toBe(2);
    expect(await usage('--from', 'starter', '--seeds', '3')).toBe(2);
    expect(await usage('--from', 'starter', '--rates', 'head')).toBe(2);
    const error = async (...args: string[]) =>
      last(await inkstone('train', '--data', data, '--from', ...args))['error'];
    expect(await error('nobody')).toMatchObject({ code: 'model-not-found' });
    expect(await error('starter', '--freeze', 'nothing')).toMatchObject({ code: 'layer-unknown' });
  });
});

describe('a training whose data lack classes of its task', () => {
  it('weighs the others, stays finite, and says which were never seen', async () => {
    const outcome = await inkstone(
      ...['train', '--preset', 'softmax', '--class-balance', 'weighted', '--epochs', '2'],
      ...['--data', caseData('train-02-missing-classes-weighted')],
    );
    expect(outcome.code).toBe(0);
    const losses = outcome.lines.flatMap((line) => (line['type'] === 'steps' ? (line['loss'] as number[]) : []));
    expect(losses.length).toBeGreaterThan(0);
    for (const loss of losses) expect(Number.isFinite(loss)).toBe(true);
    expect(outcome.lines.filter(({ type }) => type === 'skipped')).toEqual([]);
    expect(last(outcome)['unseen']).toHaveLength(7);
  });
});
