import type { RunLog } from '../../../shared/contract/schemas/run-log.ts';
import { csvCell } from '../../../shared/csv-cell.ts';

const HEAD = [
  'step',
  'epoch',
  'time',
  'loss',
  'accuracy',
  'learning rate',
  'images/s',
  'epoch loss',
  'epoch accuracy',
  'validation loss',
  'validation accuracy',
] as const;
type Column = (typeof HEAD)[number];
type Row = Partial<Record<Column, number | null>>;

/**
 * A run's logs as a table (RFC 4180): a line for each step, with what was told of the epoch that ended with it. `time`: milliseconds since
 * the Unix epoch, told for the last step of each call. What is not known is empty.
 */
export function stepsCsv(logs: readonly RunLog[]): string {
  const rows = new Map<number, Row>();
  const at = (step: number): Row => {
    const row = rows.get(step) ?? { step };
    rows.set(step, row);
    return row;
  };
  for (const log of logs) {
    if (log.type === 'steps') {
      const first = log.step - log.loss.length + 1;
      log.loss.forEach((loss, i) => {
        const [accuracy, rate] = [log.accuracy[i]!, log.learningRate[i]!];
        Object.assign(at(first + i), { epoch: log.epoch, loss, accuracy, 'learning rate': rate });
      });
      Object.assign(at(log.step), { time: log.time, 'images/s': log.imagesPerSecond });
    } else if (log.type === 'epoch') {
      const { epoch, time, train, validation } = log;
      Object.assign(at(log.step), {
        epoch,
        time,
        'epoch loss': train.loss,
        'epoch accuracy': train.accuracy,
        'validation loss': validation?.loss ?? null,
        'validation accuracy': validation?.accuracy ?? null,
      });
    } else if (log.type === 'skipped') at(log.step);
  }
  const lines = [...rows].sort(([a], [b]) => a - b).map(([, row]) => HEAD.map((name) => csvCell(row[name])).join(','));
  return [HEAD.join(','), ...lines, ''].join('\r\n');
}
