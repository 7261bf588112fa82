import type { Run } from '../../../shared/contract/schemas/run.ts';
import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { settingsOf } from '../../../shared/runs/differences.ts';
import { eventFile, hyperparametersFile, type ScalarEvent } from '../../formats/event-file/event-file.ts';
import type { Hyperparameters } from '../../formats/event-file/hyperparameters.ts';

/**
 * A run as event files for TensorBoard, by their paths in a log folder: `train` and `validation` as Keras's callback has them, so that an
 * epoch's two curves share a chart, and `test`; above them the run's settings. Batches count by steps, epochs from 1.
 */
export function eventFiles(run: Run, logs: readonly RunLog[]): Map<string, Uint8Array> {
  const events: Record<'train' | 'validation' | 'test', ScalarEvent[]> = { train: [], validation: [], test: [] };
  for (const log of logs) {
    const { time } = log;
    if (log.type === 'steps') {
      const first = log.step - log.loss.length + 1;
      log.loss.forEach((loss, i) => {
        const values = { batch_loss: loss, batch_accuracy: log.accuracy[i]!, learning_rate: log.learningRate[i]! };
        events.train.push({ time, step: first + i, values });
      });
    } else if (log.type === 'epoch') {
      events.train.push({ time, step: log.epoch, values: ofEpoch(log.train) });
      if (log.validation) events.validation.push({ time, step: log.epoch, values: ofEpoch(log.validation) });
    } else if (log.type === 'test') {
      const { dataset, accuracy, loss } = log.result;
      const values = { [`test_accuracy/${dataset}`]: accuracy, [`test_loss/${dataset}`]: loss ?? NaN };
      events.test.push({ time, step: run.step, values });
    }
  }
  const files = new Map<string, Uint8Array>();
  const start = run.startedAt ?? run.createdAt;
  files.set(`${run.id}/${nameAt(start)}`, hyperparametersFile(start, hyperparameters(run), run.id));
  for (const [part, own] of Object.entries(events)) {
    if (own.length > 0) files.set(`${run.id}/${part}/${nameAt(own[0]!.time)}`, eventFile(own));
  }
  return files;
}

/** TensorBoard reads what has "tfevents" in its name, in the order of the seconds. */
const nameAt = (time: number): string =>
  `events.out.tfevents.${String(Math.floor(time / 1000)).padStart(10, '0')}.inkstone`;

/** What the run was set to, flat: `batchSize`, `optimizer.learningRate`, `augmentation.rotation`. Its layers are told by their number alone. */
export function hyperparameters(run: Run): Hyperparameters {
  const values: Record<string, number | string | boolean> = {};
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') values[name] = value;
    else if (Array.isArray(value)) values[name] = value.join(', ');
    else if (value) for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner);
  };
  for (const { name, value } of settingsOf(run)) {
    add(name, name === 'layers' ? run.spec.model.layers.length : value);
  }
  return values;
}

const ofEpoch = ({ loss, accuracy }: { readonly loss: number | null; readonly accuracy: number }) => ({
  epoch_loss: loss ?? NaN,
  epoch_accuracy: accuracy,
});
