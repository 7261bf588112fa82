import { promises as fs } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { CheckpointFolder } from '../../electron/trainer/checkpoints/checkpoint-folder.ts';
import type { RunLog } from '../../shared/contract/schemas/run-log.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { runFit } from '../fixtures/fit-in-process.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { trainJob, writeMnistFiles, type JobOptions } from '../fixtures/train-job.ts';

const { folder, remove } = temporaryFolder();
const at = (name: string) => path.join(folder, name);
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(at('data'), 1000, 300);
});
afterAll(remove);
afterEach(() => void vi.restoreAllMocks());

const job = (name: string, options: JobOptions = {}) =>
  trainJob(at(name), data, { ...options, recipe: { epochs: 3, batchSize: 16, ...options.recipe } });
const types = (logs: readonly RunLog[]) => logs.map(({ type }) => type);

/** The step of a file that is a checkpoint on its way to its name; null of any other. */
const stepOf = (file: unknown): number | null => {
  const match = /step-(\d+)\.safetensors$/.exec(String(file));
  return match && Number(match[1]);
};

/**
 * A disk that brings a checkpoint to its name when `allowed` says so and no sooner; until then it is not there. `asked` are
 * its steps in the order in which the disk was asked and had done it.
 */
function heldDisk(allowed: (step: number) => Promise<void>) {
  const asked: string[] = [];
  const { rename } = fs;
  vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
    const step = stepOf(to);
    if (step === null) return rename(from, to);
    asked.push(`begin ${step}`);
    await allowed(step);
    await rename(from, to);
    asked.push(`end ${step}`);
  });
  return asked;
}

/** A promise, and the function that resolves it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

it('holds the run up no more than the next checkpoint, and changes nothing', async () => {
  const whole = await runFit(job('quick-disk'));
  // Each epoch's checkpoint gets to the disk when the next epoch has ended, or the last one: a run that waited for the disk
  // would come to no end.
  const gates = [gate(), gate(), gate()];
  let next = 0;
  const asked = heldDisk(() => gates[next++]!.opened);
  const { logs, of } = await runFit(job('slow-disk'), (log) => {
    if (log.type === 'steps' && log.epoch > 1) gates[log.epoch - 2]!.open();
    if (log.type === 'epoch' && log.epoch === 3) gates[2]!.open();
  });
  expect(of('finished')[0]!.weightsSha256).toBe(whole.of('finished')[0]!.weightsSha256);
  const [first] = of('epoch');
  const told = logs.findIndex((log) => log.type === 'checkpoint');
  expect(logs[told]).toMatchObject({ step: first!.step });
  expect(types(logs.slice(logs.indexOf(first!) + 1, told))).toContain('steps');
  // One after the other, and all before the run has ended.
  const steps = of('epoch').map((log) => log.step);
  expect(asked).toEqual(steps.flatMap((step) => [`begin ${step}`, `end ${step}`]));
  expect(of('checkpoint').map((log) => log.step)).toEqual(steps);
  expect(types(logs).lastIndexOf('checkpoint')).toBeLessThan(types(logs).indexOf('test'));
});

it('holds up a pause and a stop: they are told when the checkpoint is on disk', async () => {
  // The disk is let go only when all that does not wait for it has been done: the pause was asked for and the turn is over.
  const asked = heldDisk(() => new Promise((resolve) => setImmediate(() => setImmediate(resolve))));
  const seen: string[] = [];
  const { logs, of } = await runFit(job('slow-stop'), (log, control) => {
    if (log.type === 'paused') seen.push(...asked);
    if (log.type === 'epoch' && log.epoch === 1) void control.pause().then(() => control.stop());
  });
  const { step } = of('paused')[0]!;
  expect(seen.at(-1)).toBe(`end ${step}`);
  expect(types(logs).slice(-3)).toEqual(['checkpoint', 'paused', 'stopped']);
  const found = await new CheckpointFolder(at('slow-stop')).newest();
  expect(found!.checkpoint.position.step).toBe(step);
});

it('that refuses later ends the run with what it says', async () => {
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const refused = gate();
  heldDisk(() => refused.opened.then(() => Promise.reject(full)));
  const { logs, of, error } = await runFit(job('full-disk', { recipe: { epochs: 50 } }), (log) => {
    if (log.type === 'steps' && log.epoch === 2) refused.open();
  });
  const name = `step-${String(of('epoch')[0]!.step).padStart(9, '0')}.safetensors`;
  const file = path.join(at('full-disk'), 'checkpoints', name);
  expect(error).toMatchObject({ code: 'disk-full', params: { path: file } });
  // At the next checkpoint at the latest.
  expect(of('epoch').length).toBeLessThanOrEqual(2);
  expect(types(logs)).not.toContain('checkpoint');
});
