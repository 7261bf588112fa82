import { promises as fs } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { checkingSpec } from '../../electron/services/corrections/suspects.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { crossValidate, type CrossValidation } from '../../electron/trainer/evaluate/cross-validate.ts';
import { readChosen } from '../../electron/trainer/evaluate/read-chosen.ts';
import { READ_BATCH } from '../../electron/trainer/evaluate/reader.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { placesToBytes, floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { noSpace } from '../fixtures/faulty-disk.ts';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { writeMnistFiles } from '../fixtures/train-job.ts';

const COUNT = 60;
const { folder, remove } = temporaryFolder();
const signal = new AbortController().signal;
let data: DataFiles;

beforeAll(() => {
  loadTensorflow();
  data = writeMnistFiles(path.join(folder, 'data'), COUNT, READ_BATCH + 1);
});
afterAll(remove);
afterEach(() => void vi.restoreAllMocks());

/** A disk that is full from when `full` is called: no file is begun, none grows. */
function fillingDisk(): { readonly full: () => void } {
  let isFull = false;
  const { open } = fs;
  vi.spyOn(fs, 'open').mockImplementation(async (file, flags, mode) => {
    if (isFull && flags === 'w') throw noSpace();
    return open(file, flags, mode);
  });
  return { full: () => (isFull = true) };
}
function validation(): CrossValidation {
  const spec = checkingSpec(data, COUNT);
  return { spec: { ...spec, recipe: { ...spec.recipe, epochs: 1 } }, data: [data], folds: 2, into: folder };
}

it('finds its room on a disk that fills up while it works', async () => {
  const disk = fillingDisk();
  await crossValidate(validation(), signal, disk.full);
  const logits = floatsFromBytes(await fs.readFile(path.join(folder, 'logits.f32')));
  expect(logits).toHaveLength(COUNT * 10);
  for (let image = 0; image < COUNT; image++) {
    expect(logits.subarray(image * 10, (image + 1) * 10).some((value) => value !== 0)).toBe(true);
  }
});

it('does not begin on a full disk', async () => {
  fillingDisk().full();
  const progress = vi.fn();
  await expect(crossValidate(validation(), signal, progress)).rejects.toMatchObject({ code: 'disk-full' });
  expect(progress).not.toHaveBeenCalled();
});

it('nor is what a model answers lost, once it was begun', async () => {
  const choice = {
    ...{ folder: path.join(repositoryRoot, 'resources', 'starter'), data, split: 'test' as const, change: {} },
    ...{
      places: placesToBytes(Uint32Array.from({ length: READ_BATCH + 1 }, (_, i) => i)),
      into: folder,
      ticket: 'ticket-of-a-test',
    },
  };
  const disk = fillingDisk();
  await readChosen({ ...choice, want: 'answers' }, signal, disk.full);
  expect(await fs.readFile(path.join(folder, 'known.f32'))).toHaveLength(4 * (READ_BATCH + 1));
  const progress = vi.fn();
  await expect(readChosen({ ...choice, want: 'answers' }, signal, progress)).rejects.toMatchObject({
    code: 'disk-full',
  });
  expect(progress).not.toHaveBeenCalled();
});
