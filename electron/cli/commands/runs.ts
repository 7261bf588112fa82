import { runIdSchema } from '../../../shared/contract/schemas/run.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { followRuns } from '../follow-runs.ts';
import { percent, type Output } from '../output.ts';
import { tellResult } from '../run-result.ts';
import { UsageError } from '../usage.ts';
import { exportOne, importOne } from './run-files.ts';

const USAGE = 'runs list | show RUN | resume RUN | delete RUN | export RUN --format FORMAT --out PATH | import FILE';

export async function runs(services: Services, args: Arguments, output: Output): Promise<number> {
  const [verb, id, ...more] = args.rest;
  if (more.length > 0 || (verb === 'list' && id !== undefined)) throw new UsageError(USAGE);
  switch (verb) {
    case 'list':
      return list(services, output);
    case 'show':
      return show(services, runId(id), output);
    case 'resume': {
      const follow = followRuns(services, output);
      await services.runs.resume(runId(id));
      return tellResult(await follow(runId(id)), output, services.env.systemLanguage, 'result');
    }
    case 'delete':
      await services.runs.remove(runId(id));
      await services.runs.emptyTrash();
      output.line({ type: 'result', run: id, deleted: true });
      output.say(`deleted ${id ?? ''}`);
      return 0;
    case 'export':
      return exportOne(services, runId(id), args, output);
    case 'import':
      if (id === undefined) throw new UsageError(USAGE);
      return importOne(services, id, output);
    default:
      throw new UsageError(USAGE);
  }
}

async function list(services: Services, output: Output): Promise<number> {
  const [all, unreadable] = [await services.runs.list(), await services.runs.unreadable()];
  output.line({
    type: 'result',
    runs: all,
    unreadable: unreadable.map(({ id, error: { code, params } }) => ({ id, error: { code, params } })),
  });
  if (all.length === 0 && unreadable.length === 0) output.say('no runs yet');
  for (const { id, error } of unreadable) output.note([`${id}:`, ...errorLines(error, services.env.systemLanguage)]);
  for (const run of all) {
    const test = run.result?.tests[0];
    const accuracy = test ? percent(test.accuracy) : '-';
    output.say(
      `${run.id}  ${run.status.padEnd(11)}  epoch ${run.epoch}/${run.spec.recipe.epochs}  ${accuracy}  ${run.spec.name}`,
    );
  }
  return 0;
}

async function show(services: Services, id: string, output: Output): Promise<number> {
  const { run, logs, torn } = await services.runs.get(id);
  output.line({ type: 'result', run, logs, torn });
  output.say(JSON.stringify(run, null, 2).split('\n'));
  return 0;
}

function runId(id: string | undefined): string {
  const parsed = runIdSchema.safeParse(id);
  if (!parsed.success) throw new UsageError('which run? `runs list` tells their ids');
  return parsed.data;
}
