import {
  ARMS,
  type Arm,
  type TransferCurves,
  type TransferPoint,
  type Turn,
} from '../../shared/runs/transfer-curves.ts';
import { transferFacts } from '../../shared/runs/transfer-report.ts';
import { duration } from '../../shared/words/numbers.ts';
import { percent, table, type Output } from './output.ts';

const NAMES: Readonly<Record<Arm, string>> = { transfer: 'transfer', scratch: 'from scratch' };

const DOUBTS = { apart: '', overlap: ' (the intervals overlap)', 'one-draw': ' (one draw says little)' } as const;

/** Prints what a transfer experiment has come to. */
export function tellTransfer(
  curves: TransferCurves,
  output: Output,
  commandLine: string,
  type: 'result' | 'interrupted',
): void {
  output.line({ type, ...transferFacts(curves) });
  const { id, first, second, base, done, count, finding } = curves;
  const read = base?.result?.tests[0];
  output.say(
    `first ${first.join(' ')}: ${read ? `test accuracy ${percent(read.accuracy)}` : (base?.status ?? 'deleted')}`,
  );
  output.say(`next ${second.join(' ')}:`);
  const head = ['images a class', 'weights', 'test accuracy', '95%', 'time', 'parameters trained'];
  const rows = curves.arms.transfer.flatMap(({ perClass }) =>
    ARMS.flatMap((arm) =>
      curves.arms[arm].filter((point) => point.perClass === perClass).map((point) => cells(arm, point)),
    ),
  );
  output.say(table([head, ...rows]));
  if (finding) {
    const { fewest, turn } = finding;
    const size = sizeText(fewest.perClass);
    const by = `${percent(fewest.transfer)} with transfer, ${percent(fewest.scratch)} from scratch`;
    output.say(`${size} images a class: ${by}${DOUBTS[fewest.certainty]}`);
    output.say(turnText(turn));
  }
  output.say(`${id}: ${done} of ${count} runs finished`);
  if (type === 'interrupted') output.note(`go on with: ${commandLine} experiment resume ${id}`);
}

function turnText(turn: Turn): string {
  if (turn.kind === 'never') return 'transfer is ahead at every size';
  const from = `from ${sizeText(turn.perClass)} images a class on`;
  return turn.kind === 'overtaken'
    ? `${from}, training from scratch is as good`
    : `${from}, now one is ahead and now the other`;
}

const sizeText = (perClass: number | null): string => (perClass === null ? 'all' : `${perClass}`);

function cells(arm: Arm, { perClass, accuracy, interval, done, runs, seconds, trainable }: TransferPoint): string[] {
  const several = runs.length > 1 ? ` (mean of ${done})` : '';
  return [
    sizeText(perClass),
    NAMES[arm],
    accuracy === null ? '-' : `${percent(accuracy)}${several}`,
    interval === null ? '-' : `${percent(interval[0])} to ${percent(interval[1])}`,
    seconds === null ? '-' : duration(seconds),
    `${trainable}`,
  ];
}
