import { studyIdSchema, type StudyId, type Trial } from '../../../shared/contract/schemas/study.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseBudget, chooseStudy } from '../choices/study.ts';
import type { Output } from '../output.ts';
import { tellStudy, trialFacts } from '../study-result.ts';
import { UsageError } from '../usage.ts';

const USAGE = 'search --space FILE.json | search resume STUDY | search show STUDY | search list';

/** A search of settings, from its start, on from where it was, or as it stands. */
export async function search(services: Services, args: Arguments, output: Output): Promise<number> {
  const [verb, id, ...more] = args.rest;
  if (more.length > 0 || (verb === 'list' && id !== undefined)) throw new UsageError(USAGE);
  const { studies } = services;
  switch (verb) {
    case undefined: {
      const spec = await chooseStudy(services, args);
      return follow(services, () => studies.start(spec), output);
    }
    case 'resume': {
      const budget = chooseBudget(args);
      return follow(services, () => studies.resume(studyId(id), budget), output);
    }
    case 'show': {
      const { study, trials } = await studies.get(studyId(id));
      tellStudy(study, trials, output, services.env, 'result');
      return 0;
    }
    case 'list':
      return list(services, output);
    default:
      throw new UsageError(USAGE);
  }
}

/** Tells each trial at its end, and what all of them have come to. */
async function follow(
  { studies, env }: Services,
  begin: () => Promise<{ id: StudyId }>,
  output: Output,
): Promise<number> {
  const told = new Set<number>();
  const tell = (study: StudyId, trial: Trial): void => {
    if (trial.status === 'running') {
      const last = trial.reports.at(-1);
      if (last) output.progress(`trial ${trial.number}: epoch ${last.epoch}, ${last.value ?? 'not finite'}`);
      return;
    }
    if (told.has(trial.number)) return;
    told.add(trial.number);
    output.line({ type: 'trial', study, ...trialFacts(trial) });
    output.progress(`trial ${trial.number}: ${trial.status}${trial.objective ? ` ${trial.objective.join(', ')}` : ''}`);
  };
  let fault: string | null = null;
  const stops = [
    studies.onTrial.on(({ study, trial }) => tell(study, trial)),
    studies.onChanged.on(({ status, error }) => {
      // A queue that is gone and waited for; what ends the study is told at its end.
      const code = status === 'running' ? (error?.code ?? null) : fault;
      if (error && code !== null && code !== fault) output.note(errorLines(error, env.systemLanguage));
      fault = code;
    }),
  ];
  try {
    const { id } = await begin();
    output.note(id);
    await studies.ended(id);
    const { study, trials } = await studies.get(id);
    return tellStudy(study, trials, output, env);
  } finally {
    for (const stop of stops) stop();
  }
}

async function list({ studies, env }: Services, output: Output): Promise<number> {
  const { studies: all, unreadable } = await studies.list();
  output.line({ type: 'result', studies: all, unreadable });
  if (all.length === 0) output.say('no studies yet');
  for (const { id, error } of unreadable) output.note([id, ...errorLines(error, env.systemLanguage)]);
  for (const { id, status, counts, spec } of all) {
    const count = Object.values(counts).reduce((a, b) => a + b, 0);
    output.say(`${id}  ${status.padEnd(11)}  ${count} trials, ${counts.finished} finished  ${spec.name}`);
  }
  return 0;
}

function studyId(id: string | undefined): StudyId {
  const parsed = studyIdSchema.safeParse(id);
  if (!parsed.success) throw new UsageError(`which study? \`search list\` tells their ids. ${USAGE}`);
  return parsed.data;
}
