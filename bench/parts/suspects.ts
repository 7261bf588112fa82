import fs from 'node:fs';
import path from 'node:path';
import { checkingSpec, foldsFor } from '../../electron/services/corrections/suspects.ts';
import { labelsFromBytes, labelsToBytes } from '../../shared/data/label-bytes.ts';
import { floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { suspectLabels } from '../../shared/evaluation/confident-learning.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { changedLabels } from '../lib/changed-labels.ts';
import { count, seconds } from '../lib/format.ts';
import { atLeast } from '../lib/goals.ts';
import { startTrainerProcess } from '../lib/trainer-process.ts';

/** Finding labels that were changed at random, one in a hundred of MNIST's training images. */
export const suspects: Part = {
  name: 'suspects',
  about: 'changed labels found among the first suspects',
  run: measure,
};

/** Of all images. */
const LOOKED_AT = 0.015;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

async function measure({ folder, data, say }: Bench): Promise<PartResult> {
  const { labels, changed } = changedLabels(
    labelsFromBytes(fs.readFileSync(data.trainLabels)),
    data.task.classes.length,
  );
  const trainLabels = path.join(folder, 'changed-labels.u16');
  fs.writeFileSync(trainLabels, labelsToBytes(labels));
  const files = { ...data, trainLabels, sha256: undefined };
  const trainer = startTrainerProcess();
  try {
    const began = performance.now();
    const folds = foldsFor(labels.length);
    await trainer.client.call('evaluation.crossValidate', {
      spec: checkingSpec(files, labels.length),
      data: [files],
      folds,
      into: folder,
      ticket: 'bench-ticket',
    });
    const logits = floatsFromBytes(fs.readFileSync(path.join(folder, 'logits.f32')));
    const { suspects: found, estimated } = suspectLabels(logits, data.task.classes.length, labels);
    const taken = (performance.now() - began) / 1000;
    const first = found.slice(0, Math.round(LOOKED_AT * labels.length));
    const hits = first.filter(({ place }) => changed.has(place)).length;
    const share = hits / changed.size;
    say(`${hits} of ${changed.size}`);
    const table = {
      title: 'Labels changed at random, found by confident learning',
      columns: ['images', 'changed', 'looked at', 'found', 'share', 'estimated wrong', 'time'],
      rows: [
        [
          count(labels.length),
          count(changed.size),
          count(first.length),
          count(hits),
          percent(share),
          count(estimated),
          seconds(taken),
        ],
      ],
      notes: [`${folds} folds of the Quick model; MNIST's own wrong labels count as found for nothing`],
    };
    const goal = atLeast('changed labels among the first 1.5 % of images', share, 0.9, percent);
    return { tables: [table], goals: [goal], data: { hits, changed: changed.size, estimated, seconds: taken } };
  } finally {
    await trainer.end();
  }
}
