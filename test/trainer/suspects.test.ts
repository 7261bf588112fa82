import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changedLabels } from '../../bench/lib/changed-labels.ts';
import { checkingSpec, foldsFor } from '../../electron/services/corrections/suspects.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { crossValidate } from '../../electron/trainer/evaluate/cross-validate.ts';
import { labelsFromBytes, labelsToBytes } from '../../shared/data/label-bytes.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { suspectLabels } from '../../shared/evaluation/confident-learning.ts';
import { temporaryFolder } from '../fixtures/folders.ts';
import { writeMnistFiles } from '../fixtures/train-job.ts';

/** Up to 15,000 images take the same time, about as many steps. The benchmark looks at all 60,000. */
const COUNT = 6000;
const { folder, remove } = temporaryFolder();

beforeAll(() => {
  loadTensorflow();
});
afterAll(remove);

it('finds at least 90 % of the labels that were changed at random, one in a hundred, among the first 1.5 %', async () => {
  const data = writeMnistFiles(path.join(folder, 'data'), COUNT, 1);
  const { labels, changed } = changedLabels(labelsFromBytes(readFileSync(data.trainLabels)), 10);
  writeFileSync(data.trainLabels, labelsToBytes(labels));
  const work = { spec: checkingSpec(data, COUNT), data: [data], folds: foldsFor(COUNT), into: folder };
  await crossValidate(work, new AbortController().signal, () => undefined);
  const logits = floatsFromBytes(readFileSync(path.join(folder, 'logits.f32')));
  const { suspects } = suspectLabels(logits, 10, labels);
  const first = suspects.slice(0, 0.015 * COUNT);
  const found = first.filter(({ place }) => changed.has(place)).length;
  expect(changed.size).toBe(60);
  expect(found / changed.size).toBeGreaterThanOrEqual(0.9);
});
