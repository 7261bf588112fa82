import type { Trial, TrialLine } from '../contract/schemas/study.ts';

/** What a study's lines come to. */
export interface StudyHistory {
  /** By number: the trial of number n is at place n. */
  readonly trials: readonly Trial[];
  /** Milliseconds of the sittings that have ended. */
  readonly spent: number;
  /** When the present sitting began, and its last line came; null before the first. */
  readonly sitting: { readonly since: number; readonly last: number } | null;
  /** Lines that did not fit what came before. */
  readonly misfits: number;
}

export const EMPTY: StudyHistory = { trials: [], spent: 0, sitting: null, misfits: 0 };

/** One more line. What does not fit changes nothing and is counted: a second end of a trial, a trial out of turn. */
export const addLine = (history: StudyHistory, line: TrialLine): StudyHistory => addLines(history, [line]);

export const foldLines = (lines: readonly TrialLine[]): StudyHistory => addLines(EMPTY, lines);

/** The trials are copied once for all lines. */
export function addLines(history: StudyHistory, lines: readonly TrialLine[]): StudyHistory {
  const trials = [...history.trials];
  let { spent, sitting, misfits } = history;
  for (const line of lines) {
    const { time } = line;
    if (line.type === 'sitting') {
      spent += sitting ? sitting.last - sitting.since : 0;
      sitting = { since: time, last: time };
    } else if (takeLine(trials, line)) sitting &&= { since: sitting.since, last: Math.max(sitting.last, time) };
    else misfits += 1;
  }
  return { trials, spent, sitting, misfits };
}

/** Seconds that a study has gone; `now` while it goes. */
export function secondsOf({ spent, sitting }: StudyHistory, now?: number): number {
  const going = sitting ? Math.max(0, (now ?? sitting.last) - sitting.since) : 0;
  return (spent + going) / 1000;
}

type OfTrial = Exclude<TrialLine, { type: 'sitting' }>;

/** False: the line does not fit. */
function takeLine(trials: Trial[], line: OfTrial): boolean {
  if (line.type === 'asked') {
    if (line.number !== trials.length) return false;
    trials.push(askedTrial(line));
    return true;
  }
  const trial = trials[line.number];
  const changed = trial?.status === 'running' ? changedTrial(trial, line) : null;
  if (changed) trials[line.number] = changed;
  return changed !== null;
}

const askedTrial = ({ number, values, time, repeats }: Extract<TrialLine, { type: 'asked' }>): Trial => ({
  number,
  status: 'running',
  values,
  objective: null,
  reports: [],
  run: null,
  startedAt: time,
  endedAt: null,
  error: null,
  repeats: repeats ?? null,
  worker: null,
});

function changedTrial(trial: Trial, line: Exclude<OfTrial, { type: 'asked' }>): Trial | null {
  switch (line.type) {
    case 'began':
      // Another worker takes a trial over from its beginning.
      return {
        ...trial,
        run: line.run,
        worker: line.worker ?? null,
        reports: line.run === trial.run ? trial.reports : [],
      };
    case 'reported': {
      const isLater = line.epoch > (trial.reports.at(-1)?.epoch ?? 0);
      return isLater ? { ...trial, reports: [...trial.reports, { epoch: line.epoch, value: line.value }] } : null;
    }
    case 'pruned':
      return { ...trial, status: 'pruned', endedAt: line.time };
    case 'ended': {
      const isWhole = line.status !== 'finished' || line.objective !== undefined;
      if (!isWhole) return null;
      const { status, objective = null, error = null, time } = line;
      return { ...trial, status, objective: status === 'finished' ? objective : null, error, endedAt: time };
    }
  }
}
