import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCommand } from '../fixtures/command-line.ts';
import { temporaryFolder } from '../fixtures/folders.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const home = path.join(folder, 'home');

function spaceFile(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const base = { preset: 'tutorial', data: 'mnist', limit: 300, epochs: 1, batchSize: 50 };
const space = {
  'recipe.optimizer.learningRate': { choices: [0.001, 9.5] },
  'model.layers.0.filters': { low: 4, high: 8, step: 4, int: true },
};

it('searches with the real trainer, and tells of each trial and of the best', { timeout: 400_000 }, async () => {
  const file = spaceFile('space.json', { base, space });
  const args = ['--space', file, '--sampler', 'grid', '--trials', '4', '--learning-rate', '0.01', '--json'];
  const { code, lines } = await runCommand(home, ['search', ...args]);
  expect(code).toBe(0);
  const trials = lines.filter(({ type }) => type === 'trial') as {
    status: string;
    values: Record<string, number>;
    objective: number | null;
  }[];
  expect(trials).toHaveLength(4);
  for (const trial of trials) {
    expect(Object.keys(trial)).toEqual(
      expect.arrayContaining(['type', 'study', 'number', 'status', 'values', 'objective']),
    );
    if (trial.status === 'finished') expect(trial.objective).toBeGreaterThan(0);
    else expect(trial.objective).toBeNull();
  }
  expect(
    trials.filter(({ values }) => values['recipe.optimizer.learningRate'] === 0.001).map(({ status }) => status),
  ).toEqual(['finished', 'finished']);
  const result = lines.at(-1)! as {
    type: string;
    study: string;
    best: { values: object; objective: number };
    trials: unknown[];
  };
  expect(result).toMatchObject({ type: 'result', status: 'finished', trials: { length: 4 } });
  expect(result.best.objective).toBe(Math.max(...trials.map(({ objective }) => objective ?? -1)));
  // The whole of a study from its folder, and none of its trials done again.
  const shown = await runCommand(home, ['search', 'show', result.study, '--json']);
  expect([shown.code, shown.lines.at(-1)!['trials']]).toEqual([0, result.trials]);
  const again = await runCommand(home, ['search', 'resume', result.study, '--json']);
  expect([again.code, again.lines.filter(({ type }) => type === 'trial')]).toEqual([0, []]);
  const runs = await runCommand(home, ['runs', 'list', '--json']);
  expect((runs.lines.at(-1)!['runs'] as unknown[]).length).toBe(4);
});

it('searches how a trained model is gone on from', { timeout: 400_000 }, async () => {
  const from = { model: 'starter', freeze: 'none', head: 'keep' };
  const tuned = { from, data: 'mnist', limit: 100, epochs: 1, validation: 'stratified:0.2' };
  const frozen = { 'from.freeze': { choices: ['features'] } };
  const file = spaceFile('tuned.json', { base: tuned, space: frozen });
  const { code, lines } = await runCommand(home, ['search', '--space', file, '--trials', '1', '--json']);
  expect(code).toBe(0);
  const [{ run }] = lines.at(-1)!['trials'] as [{ run: string }];
  const { spec } = JSON.parse(readFileSync(path.join(home, 'runs', run, 'run.json'), 'utf8')) as { spec: object };
  expect(spec).toMatchObject({ from: { model: 'starter', name: 'Starter', freeze: 'features' } });
  // As options, which say what the file leaves out.
  const bare = spaceFile('bare.json', { base: { data: 'mnist', validation: 'stratified:0.2' }, space: frozen });
  const wish = ['--from', 'starter', '--queue', 'redis://127.0.0.1:1'];
  const refused = await runCommand(home, ['search', '--space', bare, ...wish, '--json']);
  expect(refused.lines.at(-1)).toMatchObject({ error: { code: 'search-tuning-queued' } });
});

it.each<[string, number, string, string[], unknown]>([
  ['no file', 2, '--space', [], undefined],
  ['a file that is not there', 1, 'path-missing', ['--space', 'nowhere.json'], undefined],
  ['a torn file', 1, 'file-torn', [], '{"base": '],
  ['an option that there is not', 1, 'space-invalid', [], { base, space: { 'recipe.lerningRate': { choices: [1] } } }],
  ['an entry that is no range', 1, 'recipe.epochs.high', [], { base, space: { 'recipe.epochs': { low: 1 } } }],
  ['a base that there is not', 2, 'base: colour', [], { base: { ...base, colour: 1 }, space }],
  ['another key', 2, 'spaces', [], { base, space, spaces: space }],
  ['a sampler of its file that there is not', 2, 'search: sampler', [], { base, space, search: { sampler: 'magic' } }],
  [
    'changes of the data that are none',
    2,
    'base: transforms',
    [],
    { base: { ...base, transforms: { only: 'x' } }, space },
  ],
  [
    'a model beside one that is gone on from',
    2,
    'base: model',
    [],
    { base: { ...base, from: 'starter', model: {} }, space },
  ],
  ['a sampler that there is not', 2, '--sampler', ['--sampler', 'magic'], { base, space }],
  ['a pruner that there is not', 2, '--pruner', ['--pruner', 'magic'], { base, space }],
  ['a queue that is no address', 2, '--queue', ['--queue', 'localhost'], { base, space }],
  ['a queue with a password', 2, 'INKSTONE_QUEUE_PASSWORD', ['--queue', 'redis://:secret@localhost'], { base, space }],
  ['a queue that nobody serves', 1, 'queue-unreachable', ['--queue', 'redis://127.0.0.1:1'], { base, space }],
  [
    'more seeds for a best that there is not',
    2,
    '--seeds needs one --objective',
    ['--seeds', '3', '--objective', 'accuracy,parameters'],
    { base, space },
  ],
  [
    'the seeds of its file beside several objectives',
    2,
    '--seeds needs one --objective',
    ['--objective', 'accuracy,parameters'],
    { base, space, search: { seeds: 2 } },
  ],
  [
    'ASHA without an objective to go by',
    1,
    'search-unpruned',
    ['--pruner', 'asha', '--objective', 'parameters'],
    { base, space },
  ],
])('refuses %s', { timeout: 400_000 }, async (name, expected, words, args, content) => {
  const file = content === undefined ? [] : ['--space', spaceFile(`${name}.json`, content)];
  const { code, stdout, stderr } = await runCommand(home, ['search', ...file, ...args, '--json']);
  expect([code, stdout + stderr]).toEqual([expected, expect.stringContaining(words)]);
});
