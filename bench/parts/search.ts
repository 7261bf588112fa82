import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Objective, Settings, Trial } from '../../shared/contract/schemas/study.ts';
import { stream } from '../../shared/random/random.ts';
import { asha } from '../../shared/study/asha.ts';
import { bestTrials } from '../../shared/study/objectives.ts';
import { drawEvenly } from '../../shared/study/dimension.ts';
import { SAMPLERS } from '../../shared/study/samplers/index.ts';
import { readSpace, settle } from '../../shared/study/space.ts';
import { type Bench, type Part, type PartResult, PEERS_ABSENT } from '../lib/bench.ts';
import { percent } from '../lib/format.ts';
import { atLeast } from '../lib/goals.ts';
import { peersFolder } from '../lib/peers.ts';
import { ALL_EPOCHS, CURVES, EPOCHS, FUNCTIONS, learningCurve, type SearchFunction } from '../lib/search-functions.ts';
import { summarise } from '../lib/stats.ts';

/** TPE and ASHA beside Optuna's, on the same functions with the same budgets. */
export const search: Part = {
  name: 'search',
  about: 'what TPE and ASHA find, and what Optuna finds',
  run: measure,
};

const OBJECTIVE: Objective = { metric: 'validationLoss', direction: 'minimize' };

/** The best values of each repeat, by function. */
export type Found = Readonly<Record<string, readonly number[]>>;

async function measure({ quick, python, say }: Bench): Promise<PartResult> {
  const repeats = quick ? 5 : 30;
  const ours: Record<string, number[]> = {};
  const began = performance.now();
  for (const one of FUNCTIONS) {
    ours[one.name] = Array.from({ length: repeats }, (_, seed) => tpe(one, seed));
    say(`${one.name}: ${summarise(ours[one.name]!).median}`);
  }
  ours['asha'] = Array.from({ length: repeats }, (_, seed) => halving(seed));
  const taken = (performance.now() - began) / 1000;
  return searchResult(ours, python === null ? null : optuna(python, repeats), repeats, taken);
}

/** What was found, as shares of the way from a mean of random settings (0) to the optimum (1), so that functions compare. */
export function searchResult(ours: Found, theirs: Found | null, repeats: number, seconds: number): PartResult {
  const names = Object.keys(ours);
  const rows = names.map((name) => {
    const [own, other] = [summarise(ours[name]!).median, theirs && summarise(theirs[name]!).median];
    const score = (value: number): number => 1 - (value - optimumOf(name)) / (meanOf(name) - optimumOf(name));
    return { name, own, other, ownScore: score(own), otherScore: other === null ? null : score(other) };
  });
  const table = {
    title: `Settings found, medians of ${repeats} repeats`,
    columns: ['function', 'optimum', 'Inkstone', 'Optuna', 'Inkstone, of the way', 'Optuna, of the way'],
    rows: rows.map(({ name, own, other, ownScore, otherScore }) => [
      name,
      valueText(optimumOf(name)),
      valueText(own),
      other === null ? '-' : valueText(other),
      percent(ownScore, 2),
      otherScore === null ? '-' : percent(otherScore, 2),
    ]),
    notes: [
      'of the way: from the mean of random settings to the optimum',
      `TPE with 100 trials (conditions: 60); ASHA with random settings and ${ALL_EPOCHS} epochs in all, ${EPOCHS} at most a trial`,
      ...(theirs ? [] : [PEERS_ABSENT]),
    ],
  };
  const goals = rows.flatMap(({ name, ownScore, otherScore }) =>
    otherScore === null
      ? []
      : [atLeast(`${name}: found, to Optuna`, ownScore / otherScore, 0.95, (share) => percent(share))],
  );
  return { tables: [table], goals, data: { ours, theirs, seconds } };
}

function tpe({ space, trials: count, value }: SearchFunction, seed: number): number {
  const dimensions = readSpace(space);
  const trials: Trial[] = [];
  for (let number = 0; number < count; number++) {
    const values = SAMPLERS.tpe.suggest({ dimensions, objectives: [OBJECTIVE], trials, seed, number })!;
    trials.push(ended(number, values, value(values)));
  }
  return bestTrials(trials, [OBJECTIVE])[0]!.objective![0]!;
}

/** One trial after the other until all epochs are used up: the best that came to its end. */
function halving(seed: number): number {
  const dimensions = readSpace(CURVES);
  const pruner = asha(1, 3);
  const trials: Trial[] = [];
  for (let used = 0; used < ALL_EPOCHS;) {
    const number = trials.length;
    const values = SAMPLERS.random.suggest({ dimensions, objectives: [OBJECTIVE], trials, seed, number })!;
    let trial: Trial = { ...ended(number, values, 0), status: 'running', objective: null, reports: [] };
    trials.push(trial);
    for (let epoch = 1; epoch <= EPOCHS && trial.status === 'running'; epoch++) {
      used += 1;
      const value = learningCurve(values['recipe.rate'] as number, values['recipe.units'] as number, epoch);
      trial = { ...trial, reports: [...trial.reports, { epoch, value }] };
      trials[number] = trial;
      if (epoch === EPOCHS) trial = ended(number, values, value, trial.reports);
      else if (pruner.isPruned(trial, trials, OBJECTIVE)) trial = { ...trial, status: 'pruned' };
      trials[number] = trial;
    }
  }
  return bestTrials(trials, [OBJECTIVE])[0]!.objective![0]!;
}

const ended = (number: number, values: Settings, value: number, reports: Trial['reports'] = []): Trial => ({
  number,
  status: 'finished',
  values,
  objective: [value],
  reports,
  run: null,
  startedAt: 0,
  endedAt: 0,
  error: null,
  repeats: null,
  worker: null,
});

function optuna(python: string, repeats: number): Found {
  const script = path.join(peersFolder, 'optuna_search.py');
  const { stdout, stderr, status } = spawnSync(python, [script, String(repeats)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`optuna_search.py ended with ${status}: ${stderr}`);
  const found: Record<string, number[]> = {};
  for (const line of stdout.split('\n').filter(Boolean)) {
    const { function: name, best } = JSON.parse(line) as { function?: string; best: number };
    if (name !== undefined) (found[name] ??= []).push(best);
  }
  return found;
}

/** The least end of a learning curve: at its best rate and width, after all epochs. */
function optimumOf(name: string): number {
  const known = FUNCTIONS.find((one) => one.name === name);
  if (known) return known.optimum;
  let least = Infinity;
  for (let power = -5; power <= 0; power += 0.001) least = Math.min(least, learningCurve(10 ** power, 64, EPOCHS));
  return least;
}

/** The mean over random settings. */
function meanOf(name: string): number {
  const known = FUNCTIONS.find((one) => one.name === name);
  const dimensions = readSpace(known?.space ?? CURVES);
  const random = stream(1, 'study');
  const draws = 20_000;
  let sum = 0;
  for (let i = 0; i < draws; i++) {
    const values = settle(dimensions, (dimension) => drawEvenly(dimension, random));
    sum += known
      ? known.value(values)
      : learningCurve(values['recipe.rate'] as number, values['recipe.units'] as number, EPOCHS);
  }
  return sum / draws;
}

const valueText = (value: number): string => value.toPrecision(4);
