import fs from 'node:fs';
import path from 'node:path';
import { readCard } from '../../electron/services/models/model-card.ts';
import { surenessOf } from '../../electron/services/readings/sureness-file.ts';
import { root } from '../../scripts/lib/root.ts';
import { readingWishSchema, type ReadingWish } from '../../shared/contract/schemas/reading.ts';
import type { Sureness } from '../../shared/contract/schemas/sureness.ts';
import { labelsFromBytes } from '../../shared/data/label-bytes.ts';
import { wilsonInterval } from '../../shared/evaluation/wilson.ts';
import { joinBytes } from '../../shared/join-bytes.ts';
import { kindOf, saysTheSame } from '../../shared/reading/kinds.ts';
import { LINE_HEIGHT } from '../../shared/page/page.ts';
import { lineReading } from '../../shared/reading/line-reading.ts';
import { linesInPicture } from '../../shared/reading/lines-in-picture.ts';
import { writtenLines, type Scene, type TestDigits } from '../held-out/written-lines.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { count, percent } from '../lib/format.ts';
import { atLeast, atMost, type Goal } from '../lib/goals.ts';
import { startTrainerProcess, type TrainerProcess } from '../lib/trainer-process.ts';

/** How well lines are read that are composed of MNIST's test digits, from the picture to the text, and how long one takes. */
export const lines: Part = {
  name: 'lines',
  about: 'codes and amounts of MNIST’s test digits: read right, called sure, milliseconds a line',
  onlyNamed: true,
  run: measure,
};

interface Aim {
  readonly about: string;
  readonly wish: Partial<ReadingWish>;
  /** Of all lines, read right at least. */
  readonly right: number;
}

const AIMS: Readonly<Record<Scene, Aim>> = {
  clean: { about: 'five-digit codes, clean', wish: { kind: 'code', length: 5 }, right: 0.98 },
  busy: { about: 'touching, rules, boxes and combs, noise', wish: { kind: 'code', length: 5 }, right: 0.95 },
  photograph: { about: 'photographs, shadow and perspective', wish: { kind: 'code', length: 5 }, right: 0.93 },
  amounts: { about: 'amounts of three to nine signs', wish: { kind: 'amount', length: null }, right: 0.95 },
};
/** Of the amounts: called sure at least, and of those right at least. */
const [SURE, SURE_RIGHT] = [0.85, 0.99];
const MILLISECONDS = 15;
const SEED = 1;
/** Lines that are read by one call: each is timed as one of many. */
const TOGETHER = 50;

interface Measured {
  readonly scene: Scene;
  readonly n: number;
  readonly right: number;
  readonly sure: number;
  readonly sureRight: number;
  /** In the trainer, a line. */
  readonly milliseconds: number;
}

async function measure({ quick, data, models, say }: Bench): Promise<PartResult> {
  const folder = models[0] ?? path.join(root, 'resources', 'line-reader');
  const digits: TestDigits = {
    images: Uint8Array.from(fs.readFileSync(data.testImages)),
    labels: labelsFromBytes(fs.readFileSync(data.testLabels)),
  };
  const sureness = await surenessOf(folder, await readCard(folder));
  const trainer = startTrainerProcess();
  try {
    const measured: Measured[] = [];
    for (const scene of Object.keys(AIMS) as Scene[]) {
      const one = await readScene(trainer, { folder, sureness, digits }, scene, quick ? 500 : 2000);
      say(`${AIMS[scene].about}: ${percent(one.right / one.n, 2)} right`);
      measured.push(one);
    }
    return result(measured);
  } finally {
    await trainer.end();
  }
}

interface Subject {
  readonly folder: string;
  readonly sureness: Sureness | null;
  readonly digits: TestDigits;
}

async function readScene(
  trainer: TrainerProcess,
  { folder, sureness, digits }: Subject,
  scene: Scene,
  n: number,
): Promise<Measured> {
  const wish = readingWishSchema.parse(AIMS[scene].wish);
  const own = sureness?.kinds[wish.kind as 'code' | 'amount'] ?? null;
  const total = { right: 0, sure: 0, sureRight: 0, milliseconds: 0 };
  const written = writtenLines(scene, digits, n, SEED);
  for (let start = 0; start < n; start += TOGETHER) {
    const some = written.slice(start, start + TOGETHER).flatMap(({ picture, truth }) => {
      const [found] = linesInPicture(picture, { single: true, looks: false }).lines;
      // What is not found is not read.
      return found ? [{ found, truth }] : [];
    });
    const looks = some.flatMap(({ found }) => [found, ...found.others]);
    const { classes, logits, steps, milliseconds } = await trainer.client.call('model.readLines', {
      folder,
      lines: {
        height: LINE_HEIGHT,
        widths: looks.map(({ width }) => width),
        ink: joinBytes(looks.map(({ ink }) => ink)),
      },
    });
    total.milliseconds += milliseconds;
    const kind = kindOf(classes, wish);
    let next = 0;
    for (const { found, truth } of some) {
      const answers = logits.slice(next, (next += 1 + found.others.length));
      const read = lineReading(
        found,
        answers.map((each) => ({ classes, logits: each, steps })),
        wish,
        own,
      );
      const text = kind
        .kept(truth)
        .map((place) => truth[place]!)
        .join('');
      const right = saysTheSame(kind, read.text, text);
      if (right) total.right++;
      if (read.sure) total.sure++;
      if (read.sure && right) total.sureRight++;
    }
  }
  return { scene, n, ...total, milliseconds: total.milliseconds / n };
}

function result(measured: readonly Measured[]): PartResult {
  const share = (part: number, of: number): string => {
    const [low, high] = wilsonInterval(part, of);
    return `${percent(part / of, 2)} (${percent(low, 2)} to ${percent(high, 2)})`;
  };
  const rows = measured.map(({ scene, n, right, sure, sureRight, milliseconds }) => [
    AIMS[scene].about,
    count(n),
    share(right, n),
    percent(sure / n, 1),
    sure === 0 ? '' : share(sureRight, sure),
    milliseconds.toFixed(1),
  ]);
  const goals: Goal[] = measured.map(({ scene, n, right }) =>
    atLeast(`${AIMS[scene].about}: read right`, right / n, AIMS[scene].right, (value) => percent(value, 2)),
  );
  const amounts = measured.find(({ scene }) => scene === 'amounts')!;
  goals.push(
    atLeast('amounts called sure', amounts.sure / amounts.n, SURE, (value) => percent(value, 1)),
    atLeast('of those right', amounts.sure === 0 ? 0 : amounts.sureRight / amounts.sure, SURE_RIGHT, (value) =>
      percent(value, 2),
    ),
    ...measured.map(({ scene, milliseconds }) =>
      atMost(`${AIMS[scene].about}: a line`, milliseconds, MILLISECONDS, (value) => `${value.toFixed(1)} ms`),
    ),
  );
  const columns = ['lines', 'n', 'read right, 95 %', 'called sure', 'of those right, 95 %', 'ms a line'];
  return { tables: [{ title: 'Lines of MNIST’s test digits', columns, rows }], goals, data: measured };
}
