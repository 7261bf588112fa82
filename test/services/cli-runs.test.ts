import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { mlp } from '../../shared/model/presets/mlp.ts';
import { typedNumber } from '../../shared/words/numbers.ts';
import { runCommand, type Interruption, type Line, type Outcome } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

let home: { folder: string; remove(): void };
beforeAll(() => {
  home = temporaryFolder();
});
afterAll(() => home.remove());

const inkstone = (args: string[], interrupt?: Interruption): Promise<Outcome> =>
  runCommand(home.folder, args, interrupt);
const train = (...more: string[]): string[] => [
  ...['train', '--preset', 'mlp', '--data', 'mnist', '--limit', '640', '--epochs', '1', '--seed', '5'],
  ...more,
];
const last = ({ lines }: Outcome): Line => lines.at(-1)!;
const allRuns = async (): Promise<Run[]> => last(await inkstone(['runs', 'list', '--json']))['runs'] as Run[];

describe('inkstone train with the options of a recipe', () => {
  it('trains what they say and tells what the start took', async () => {
    const options = ['--optimizer', 'nesterov', '--learning-rate', '0.05', '--weight-decay', '0.001'];
    options.push('--schedule', 'oneCycle:0.2', '--warm-up-epochs', '0.1', '--label-smoothing', '0.05', '--ema', '0.9');
    options.push('--clip', 'norm:1', '--class-balance', 'weighted', '--augment', 'rotation=10,shift=1');
    const outcome = await inkstone(train(...options, '--early-stopping', '2', '--validation', 'fold:2/4', '--json'));
    expect(outcome.code).toBe(0);
    expect(last(outcome)).toMatchObject({
      type: 'result',
      engine: { mode: 'graph' },
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      stages: Object.fromEntries(
        ['load', 'data', 'build', 'trace', 'graph', 'first-step'].map((stage) => [stage, expect.any(Number)]),
      ),
    });
    const [run] = await allRuns();
    expect(run!.spec).toMatchObject({
      preset: 'mlp',
      recipe: {
        optimizer: { name: 'nesterov', learningRate: 0.05, momentum: 0.9, weightDecay: 0.001 },
        schedule: { kind: 'oneCycle', warmUp: 0.2 },
        warmUpEpochs: 0.1,
        labelSmoothing: 0.05,
        gradientClip: { kind: 'norm', limit: 1 },
        ema: { decay: 0.9 },
        earlyStopping: { patience: 2, restoreBest: true },
        classBalance: 'weighted',
        augmentation: { rotation: 10, shift: 1, zoom: 0 },
        validation: { kind: 'fold', folds: 4, index: 1 },
      },
    });
  });

  it('takes a model from a file, as a preset is shown or bare, and says what is wrong with one', async () => {
    const shown = await inkstone(['presets', 'show', 'mlp']);
    const file = path.join(home.folder, 'mine.json');
    writeFileSync(file, shown.stdout);
    const outcome = await inkstone([...train('--json'), '--model', file]);
    expect(outcome.code).toBe(0);
    const [run] = await allRuns();
    expect(run!.spec).toMatchObject({ model: mlp.model, name: mlp.model.name });
    expect(run!.spec.preset).toBeUndefined();

    const [dense, ...others] = mlp.model.layers;
    for (const [model, code] of [
      [{ ...mlp.model, layers: [{ ...dense, type: 'Dance' }, ...others] }, 'model-invalid'],
      [{ ...mlp.model, layers: others.slice(0, 1) }, 'model-invalid'],
      ['nothing', 'model-invalid'],
    ] as const) {
      writeFileSync(file, JSON.stringify(model));
      const refused = await inkstone([...train('--json'), '--model', file]);
      expect(refused.code).toBe(1);
      expect(last(refused)).toMatchObject({ type: 'error', error: { code } });
    }
    for (const command of [train('--json'), ['lr-find', '--preset', 'mlp', '--data', 'mnist', '--json']]) {
      expect(last(await inkstone([...command, '--augment', 'shift=15']))).toMatchObject({
        error: { code: 'augmentation-too-large', params: { change: 'shift', pixels: 15, most: 14 } },
      });
    }
    writeFileSync(file, '{"version":1,');
    expect(last(await inkstone([...train('--json'), '--model', file]))).toMatchObject({ error: { code: 'file-torn' } });
    expect(last(await inkstone([...train('--json'), '--model', `${file}x`]))).toMatchObject({
      error: { code: 'path-missing' },
    });
  });

  it('ends a run whose validation overflows in its words, not in a crash of the host', async () => {
    const file = path.join(home.folder, 'leaky.json');
    const leaky = (units: number) => ({ type: 'Dense', units, activation: 'leakyRelu' });
    const layers = [{ type: 'Flatten' }, leaky(128), leaky(64), { type: 'Dense', units: 10, activation: 'softmax' }];
    writeFileSync(file, JSON.stringify({ version: 1, name: 'leaky', inputShape: [28, 28, 1], layers }));
    const options = [
      '--model',
      file,
      '--optimizer',
      'sgd',
      '--learning-rate',
      '10',
      '--batch-size',
      '512',
      '--epochs',
      '4',
    ];
    // Nine steps an epoch: fewer than the ten in a row that end a run.
    const outcome = await inkstone([
      'train',
      '--data',
      'mnist',
      '--limit',
      '5120',
      '--seed',
      '1',
      ...options,
      '--json',
    ]);
    expect(outcome.code).toBe(1);
    expect(outcome.lines.find(({ type }) => type === 'epoch')).toMatchObject({ step: 9, validation: { loss: null } });
    expect(last(outcome)).toMatchObject({ type: 'error', error: { code: 'training-diverged' } });
    expect(outcome.stderr).toContain('Training diverged at step');
    const [run] = await allRuns();
    expect(run).toMatchObject({ status: 'failed', lastValidation: { loss: null } });
  });

  it('exits with 2 where options do not go together', async () => {
    for (const [options, reason] of [
      [['--seeds', '1'], 'from 2 to 20'],
      [['--folds', '2.5'], 'from 2 to 20'],
      [['--seeds', '2', '--folds', '2'], 'do not go together'],
      [['--folds', '2', '--validation', 'none'], '--validation does not go with --folds'],
      [['--seeds', '2', '--save-model', '/nowhere'], '--save-model'],
      [['--preset', 'my-own'], 'there is no preset my-own; there are tutorial'],
      [['--limit', '3'], '--limit'],
      [['--name', ' '], '--name'],
    ] as const) {
      const { code, stderr } = await inkstone(train(...options));
      expect(code, options.join(' ')).toBe(2);
      expect(stderr).toContain(reason);
    }
  });
});

describe('a group on the command line', () => {
  it('of seeds ends with mean, deviation and interval, and a table for people', async () => {
    const outcome = await inkstone(train('--seeds', '2', '--json'));
    expect(outcome.code).toBe(0);
    const members = outcome.lines.filter(({ type }) => type === 'run-result');
    expect(members).toHaveLength(2);
    const accuracies = members.map((line) => (line['test'] as { accuracy: number }).accuracy);
    const result = last(outcome);
    expect(result).toMatchObject({
      type: 'result',
      group: { kind: 'seeds', count: 2, done: 2 },
      runs: [
        { index: 0, seed: 5, status: 'finished', test: accuracies[0] },
        { index: 1, seed: 6, status: 'finished', test: accuracies[1] },
      ],
      validation: { n: 2 },
    });
    const test = result['test'] as { mean: number; deviation: number; interval95: [number, number] };
    expect(test.mean).toBeCloseTo((accuracies[0]! + accuracies[1]!) / 2, 12);
    expect(test.deviation).toBeCloseTo(Math.abs(accuracies[0]! - accuracies[1]!) / Math.SQRT2, 12);
    expect(test.interval95[1] - test.mean).toBeGreaterThanOrEqual(0);

    const folds = await inkstone(train('--folds', '2'));
    expect(folds.code).toBe(0);
    expect(folds.stdout).toMatch(/^ +fold +test +validation/m);
    expect(folds.stdout).toMatch(/^2 +2\/2 +[\d.]+% +[\d.]+%/m);
    expect(folds.stdout).toMatch(/^validation accuracy +[\d.]+% \(deviation [\d.]+%, 95%: /m);
    expect(folds.stdout).toContain('2 of 2 runs finished');
  });

  it('interrupted, exits with 130 and leaves each run to be resumed', async () => {
    const long = train('--seeds', '2', '--json').map((word) => (word === '1' ? '200' : word));
    const outcome = await inkstone(long, { afterSteps: 12, signal: 'SIGINT' });
    expect(outcome.code).toBe(130);
    expect(last(outcome)).toMatchObject({ type: 'interrupted', group: { count: 2, done: 0 } });
    const resumable = last(outcome)['resumable'] as string[];
    expect(resumable).toHaveLength(2);
    for (const id of resumable) expect(outcome.stderr).toContain(`runs resume ${id}`);
    const runs = (await allRuns()).filter(({ id }) => resumable.includes(id));
    expect(runs.map(({ status }) => status)).toEqual(['interrupted', 'interrupted']);
  });

  it('whose process is killed leaves each run to be resumed too', async () => {
    // Thousands of steps, so that the signal finds the first run going on any machine.
    const long = train('--seeds', '2', '--json', '--batch-size', '1').map((word) => (word === '640' ? '12000' : word));
    const outcome = await inkstone(long, { afterSteps: 40, signal: 'SIGKILL' });
    expect(outcome.code).toBeNull();
    const [second, first] = await allRuns();
    expect([first!.spec.group!.index, second!.spec.group!.index]).toEqual([0, 1]);
    expect([first!.status, second!.status]).toEqual(['interrupted', 'interrupted']);
    // There was no checkpoint yet: how far it had come, its logs tell.
    expect(first!.checkpointStep).toBeNull();
    expect(first!.step).toBeGreaterThan(0);
    expect(second!.step).toBe(0);
    const resumed = await inkstone(['runs', 'resume', second!.id, '--json']);
    expect(resumed.code).toBe(0);
    expect(last(resumed)).toMatchObject({ type: 'result', run: second!.id });
  });
});

describe('inkstone presets and lr-find', () => {
  it('lists presets and shows one as JSON', async () => {
    const list = await inkstone(['presets', 'list']);
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/^tutorial +Tutorial CNN$/m);
    const shown = await inkstone(['presets', 'show', 'mlp']);
    expect(JSON.parse(shown.stdout)).toMatchObject({ id: 'mlp', model: mlp.model, recipe: { version: 2 } });
    expect(last(await inkstone(['presets', 'show', 'mlp', '--json']))).toMatchObject({ type: 'result', id: 'mlp' });
    for (const wrong of [['show'], ['show', 'huge'], ['list', 'x'], []]) {
      expect((await inkstone(['presets', ...wrong])).code).toBe(2);
    }
  });

  it('finds a learning rate: a curve, a suggestion, and no run left behind', async () => {
    const before = (await allRuns()).length;
    const find = ['lr-find', '--preset', 'mlp', '--data', 'mnist', '--limit', '2000'];
    const outcome = await inkstone([...find, '--json']);
    expect(outcome.code).toBe(0);
    const { suggestion, points } = last(outcome) as { suggestion: number; points: { loss: number }[] };
    expect(points.length).toBeGreaterThan(50);
    expect(suggestion).toBeGreaterThan(1e-5);
    expect(suggestion).toBeLessThan(0.1);
    const { stdout } = await inkstone(find);
    expect(stdout).toContain(`suggestion: --learning-rate ${typedNumber(suggestion, 2)}`);
    expect(stdout).toMatch(/0\.000001 +0\.00001 +0\.0001/);
    expect(await allRuns()).toHaveLength(before);
  });
});
