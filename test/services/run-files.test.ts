import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Run } from '../../shared/contract/schemas/run.ts';
import { sha256Of } from '../../electron/files/content-hash.ts';
import { runCommand } from '../fixtures/command-line.ts';
import { faultyDisk, noSpace } from '../fixtures/faulty-disk.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { startHost, type TestHost, type Window } from '../fixtures/host-services.ts';
import { readEvents, readHyperparameters } from '../fixtures/read-events.ts';

/** A run that an older studio left, with its curves and its model: `softmax-20261129-004508-e18`. */
const OLD = path.join(repositoryRoot, 'test', 'fixtures', 'old-home', 'runs');
const ID = 'softmax-20261129-004508-e18';
const home = temporaryFolder();
const elsewhere = temporaryFolder();
let host: TestHost;
let window: Window;
/** The run as one file. */
let packed: Uint8Array;

const runFolders = (): string[] => readdirSync(path.join(home.folder, 'runs')).sort();
const exported = (format: 'csv' | 'json' | 'tensorboard' | 'run', checkpoints = false) =>
  window.call('runs.export', { id: ID, format, checkpoints });
/** Brings bytes in as a file of the world. */
async function bring(bytes: Uint8Array, name = 'some.run.zip') {
  const { handle } = await window.call('files.upload', { name, bytes: Uint8Array.from(bytes) });
  return window.call('runs.import', { handle });
}
/** The packed run with other files in it, and a manifest that is true of them unless one is given. */
function repacked(change: (files: Record<string, Uint8Array>) => void, manifest?: object): Uint8Array {
  const files = { ...unzipSync(packed) };
  delete files['inkstone-run.json'];
  change(files);
  const listed = Object.entries(files).map(([name, bytes]) => ({
    path: name,
    size: bytes.length,
    sha256: sha256Of(bytes),
  }));
  const told = manifest ?? { version: 1, run: ID, files: listed };
  return zipSync({ ...files, 'inkstone-run.json': strToU8(JSON.stringify(told)) } as Zippable);
}
/** Nothing came of an import: no run, and nothing is left of what was unpacked. */
function expectNothingLeft(before: readonly string[]): void {
  expect(runFolders()).toEqual(before);
  const scratch = path.join(home.folder, 'imports');
  const left = readdirSync(scratch, { recursive: true }).filter((name) => String(name).includes('run.json'));
  expect(left).toEqual([]);
}

beforeAll(async () => {
  const folder = path.join(home.folder, 'runs', ID);
  mkdirSync(path.join(folder, 'model'), { recursive: true });
  for (const name of ['run.json', 'metrics.jsonl', 'model/model.json', 'model/weights.safetensors'])
    writeFileSync(path.join(folder, name), readFileSync(path.join(OLD, ID, name)));
  mkdirSync(path.join(folder, 'checkpoints'));
  writeFileSync(path.join(folder, 'checkpoints', 'step-000000020.safetensors'), 'weights');
  writeFileSync(path.join(folder, 'notes.txt'), 'mine alone');
  host = await startHost(home.folder);
  window = host.window();
  ({ bytes: packed } = await exported('run'));
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await host.services.stop();
  home.remove();
  elsewhere.remove();
});

describe('a run that goes out', () => {
  it('as a table has a line for each step, with what was told of its epoch', async () => {
    const { name, bytes } = await exported('csv');
    expect(name).toBe(`${ID}.csv`);
    const { run, logs } = await window.call('runs.get', { id: ID });
    const [head, ...lines] = new TextDecoder().decode(bytes).trimEnd().split('\r\n');
    const columns = head!.split(',');
    expect(lines).toHaveLength(run.step);
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [columns[i]!, cell])));
    expect(rows.map(({ step }) => Number(step))).toEqual(lines.map((_, i) => i + 1));
    const losses = logs.flatMap((log) => (log.type === 'steps' ? log.loss : []));
    expect(rows.map(({ loss }) => Number(loss))).toEqual(losses.map((loss) => expect.closeTo(loss, 5)));
    const epochs = logs.filter((log) => log.type === 'epoch');
    expect(rows.filter((row) => row['epoch loss'] !== '').map(({ step }) => Number(step))).toEqual(
      epochs.map(({ step }) => step),
    );
  });

  it('as JSON has its record and logs', async () => {
    const { bytes } = await exported('json');
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
      run: await window.call('runs.get', { id: ID }).then(({ run }) => JSON.parse(JSON.stringify(run)) as Run),
      logs: (await window.call('runs.get', { id: ID })).logs,
    });
  });

  it('as event files has the same numbers, by an independent reader', async () => {
    const { bytes } = await exported('tensorboard');
    const files = unzipSync(bytes);
    const events = (part: string) => {
      const name = Object.keys(files).find((each) => each.startsWith(`${ID}/${part}/events.out.tfevents.`));
      return readEvents(files[name!]!).slice(1);
    };
    const { run, logs } = await window.call('runs.get', { id: ID });
    const losses = logs.flatMap((log) => (log.type === 'steps' ? log.loss : []));
    const batches = events('train').filter(({ values }) => 'batch_loss' in values);
    expect(batches.map(({ step }) => Number(step))).toEqual(losses.map((_, i) => i + 1));
    expect(batches.map(({ values }) => values['batch_loss'])).toEqual(losses.map((loss) => Math.fround(loss)));
    const validated = logs.flatMap((log) => (log.type === 'epoch' && log.validation ? [log] : []));
    expect(events('validation').map(({ step, values }) => [Number(step), values['epoch_accuracy']])).toEqual(
      validated.map(({ epoch, validation }) => [epoch, Math.fround(validation!.accuracy)]),
    );
    const [test] = run.result!.tests;
    expect(events('test').map(({ values }) => values[`test_accuracy/${test!.dataset}`])).toEqual([
      Math.fround(test!.accuracy),
    ]);
    const settings = Object.keys(files).find((each) => /^[^/]+\/events\.out\.tfevents\./.test(each))!;
    const { recipe } = run.spec;
    expect(readHyperparameters(files[settings]!)).toMatchObject({
      batchSize: recipe.batchSize,
      'optimizer.name': recipe.optimizer.name,
      'optimizer.learningRate': recipe.optimizer.learningRate,
      seed: recipe.seed,
      datasets: run.spec.data.datasets.join(', '),
      layers: run.spec.model.layers.length,
    });
  });

  it('as one file has what belongs to a run and nothing else, the same bytes each time', async () => {
    expect(Object.keys(unzipSync(packed)).sort()).toEqual([
      'inkstone-run.json',
      'metrics.jsonl',
      'model/model.json',
      'model/weights.safetensors',
      'run.json',
    ]);
    expect((await exported('run')).bytes).toEqual(packed);
    const whole = await exported('run', true);
    expect(Object.keys(unzipSync(whole.bytes))).toContain('checkpoints/step-000000020.safetensors');
  });

  it('that is not there is said not to be', async () => {
    await expect(window.call('runs.export', { id: 'no-such-run', format: 'csv' })).rejects.toMatchObject({
      code: 'run-not-found',
    });
  });
});

describe('a run that comes in', () => {
  it('gets an id of its own where that is taken, and is told to every window', async () => {
    const told = new Promise<Run>((resolve) => window.on('run.changed', resolve));
    const { run, renamed } = await bring(packed);
    expect(renamed).toBe(true);
    expect(run.id).not.toBe(ID);
    expect((await told).id).toBe(run.id);
    const [before, after] = await Promise.all([ID, run.id].map((id) => window.call('runs.get', { id })));
    expect(after!.logs).toEqual(before!.logs);
    expect({ ...after!.run, id: ID }).toEqual(before!.run);
    const { items } = await window.call('models.predict', { model: run.id, images: new Uint8Array(784) });
    expect(items).toHaveLength(1);
    await window.call('runs.delete', { id: run.id });
  });

  it('keeps its id where it is new, also by the command line, both ways', async () => {
    const file = path.join(elsewhere.folder, 'moved.run.zip');
    const out = await runCommand(home.folder, ['runs', 'export', ID, '--format', 'run', '--out', file, '--json']);
    expect([out.code, out.lines.at(-1)]).toMatchObject([0, { type: 'result', run: ID, files: 1 }]);
    expect(new Uint8Array(readFileSync(file))).toEqual(packed);
    const other = path.join(elsewhere.folder, 'home');
    const into = await runCommand(other, ['runs', 'import', file, '--json']);
    expect([into.code, into.lines.at(-1)]).toMatchObject([0, { type: 'result', run: ID, renamed: false }]);
    const again = await runCommand(other, ['runs', 'import', file, '--json']);
    expect(again.lines.at(-1)).toMatchObject({ renamed: true });
    const logs = path.join(elsewhere.folder, 'logs');
    const board = await runCommand(other, ['runs', 'export', ID, '--format', 'tensorboard', '--out', logs, '--json']);
    expect([board.code, board.lines.at(-1)]).toMatchObject([0, { files: 4 }]);
    const parts = readdirSync(path.join(logs, ID)).sort();
    expect(parts).toEqual([expect.stringContaining('tfevents'), 'test', 'train', 'validation']);
    for (const args of [
      ['runs', 'export', ID, '--format', 'gif', '--out', file],
      ['runs', 'export', ID, '--format', 'csv', '--checkpoints', '--out', file],
      ['runs', 'import'],
    ])
      expect((await runCommand(other, args)).code).toBe(2);
  }, 60_000);

  it.each(['running', 'queued'] as const)('that was %s when it went out comes in as interrupted', async (status) => {
    const queued = status === 'queued' ? { place: 1, notBefore: null } : null;
    const bytes = repacked((files) => {
      const run = JSON.parse(Buffer.from(files['run.json']!).toString()) as Run;
      const trial = { study: 'study-20261124-142233-a3f1', number: 3 };
      files['run.json'] = strToU8(
        JSON.stringify({ ...run, spec: { ...run.spec, trial }, status, queued, result: null }),
      );
    });
    const { run } = await bring(bytes);
    expect(run).toMatchObject({ status: 'interrupted', queued: null });
    // The copy is no trial of the study.
    expect(run.spec.trial).toBeUndefined();
    const file = path.join(home.folder, 'runs', run.id, 'run.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ status: 'interrupted' });
    await window.call('runs.delete', { id: run.id });
  });

  it.each<[string, () => Uint8Array, object]>([
    ['is a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3), { code: 'run-file-other' }],
    ['is empty', () => new Uint8Array(), { code: 'run-file-other' }],
    ['is another zip', () => zipSync({ 'a.txt': strToU8('a') }), { code: 'run-file-other' }],
    ['is cut off', () => packed.slice(0, packed.length - 40), { code: 'archive-damaged' }],
    ['is from a newer studio', () => repacked(() => undefined, { version: 2, parts: [] }), { code: 'file-newer' }],
    [
      'lacks a file',
      () => {
        const files = unzipSync(packed);
        delete files['model/weights.safetensors'];
        return zipSync(files);
      },
      { code: 'run-file-damaged', params: { inside: 'model/weights.safetensors' } },
    ],
    [
      'has other weights than were written',
      () => {
        const files = unzipSync(packed);
        files['model/weights.safetensors']![500]! ^= 1;
        return zipSync(files);
      },
      { code: 'run-file-damaged', params: { inside: 'model/weights.safetensors' } },
    ],
    [
      'has a record that is none',
      () => repacked((files) => void (files['run.json'] = strToU8('{"version":2}'))),
      { code: 'run-file-damaged', params: { inside: 'run.json' } },
    ],
    [
      'has a record of a newer studio',
      () => repacked((files) => void (files['run.json'] = strToU8('{"version":9}'))),
      { code: 'file-newer' },
    ],
    [
      'lists a file outside of it',
      () => repacked((files) => void (files['../../evil.json'] = strToU8('{}'))),
      { code: 'unsafe-path' },
    ],
    [
      'lists a file that is no part of a run',
      () => repacked((files) => void (files['model/run.sh'] = strToU8('x'))),
      { code: 'run-file-damaged', params: { inside: 'inkstone-run.json' } },
    ],
    [
      'claims more than there is',
      () =>
        repacked(() => undefined, {
          version: 1,
          run: ID,
          files: [{ path: 'run.json', size: 8_000_000_000, sha256: 'a'.repeat(64) }],
        }),
      { code: 'run-file-damaged' },
    ],
    [
      'unpacks too far',
      () => repacked((files) => void (files['metrics.jsonl'] = new Uint8Array(90_000_000))),
      { code: 'unpacks-too-large' },
    ],
  ])('but %s is refused in its words, and nothing is left', async (_, bytes, told) => {
    const before = runFolders();
    await expect(bring(bytes())).rejects.toMatchObject(told);
    expectNothingLeft(before);
  });

  it('is refused when the disk is full, and nothing is left', async () => {
    const before = runFolders();
    faultyDisk((file) => {
      if (file.startsWith('softmax-')) throw noSpace();
    });
    await expect(bring(packed)).rejects.toMatchObject({ code: 'disk-full' });
    vi.restoreAllMocks();
    expectNothingLeft(before);
  });
});
