import fs from 'node:fs';
import path from 'node:path';
import type { Task } from '../../shared/contract/schemas/task.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';
import { labelsToBytes } from '../../shared/data/label-bytes.ts';
import { stream } from '../../shared/random/random.ts';
import { penImages, type Digits } from '../../scripts/starter/hands.ts';
import type { PenDigit } from '../../scripts/starter/pens.ts';

let hands = 0;

/** A writer's drawings as a data set, in a new folder: so many of each sign, by a seed, to learn from; all others test. */
export function writeHand(folder: string, task: Task, pens: readonly PenDigit[], samples: number): DataFiles {
  const shuffled = stream(1, 'split').shuffle([...pens]);
  const seen = new Map<number, number>();
  const isSample = shuffled.map(({ label }) => {
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return seen.get(label)! <= samples;
  });
  const part = (wanted: boolean): Digits =>
    penImages(
      shuffled.filter((_, i) => isSample[i] === wanted),
      1,
      wanted ? 2 : 3,
    );
  return writeFiles(path.join(folder, `hand-${++hands}`), 'set-00000001', task, {
    train: part(true),
    test: part(false),
  });
}

/** Images as the trainer reads a data set. */
export function writeFiles(
  folder: string,
  id: string,
  task: Task,
  { train, test }: { readonly train: Digits; readonly test: Digits },
): DataFiles {
  fs.mkdirSync(folder);
  const write = (name: string, { images, labels }: Digits) => {
    const files = { images: path.join(folder, `${name}-images`), labels: path.join(folder, `${name}-labels`) };
    fs.writeFileSync(files.images, images);
    fs.writeFileSync(files.labels, labelsToBytes([...labels]));
    return files;
  };
  const [training, testing] = [write('train', train), write('test', test)];
  return {
    id,
    task,
    framing: 'centred',
    trainImages: training.images,
    trainLabels: training.labels,
    testImages: testing.images,
    testLabels: testing.labels,
  };
}
