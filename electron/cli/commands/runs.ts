import { runIdSchema } from '../../../shared/contract/schemas/run.ts';
import { marksChangeSchema } from '../../../shared/contract/schemas/run-marks.ts';
import type { MarksChange } from '../../../shared/contract/schemas/run.ts';
import { MOST_EPOCHS } from '../../../shared/runs/extend.ts';
import { matcher, parseQuery } from '../../../shared/runs/table/query.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { wholeNumber } from '../choices/number.ts';
import { followRuns } from '../follow-runs.ts';
import { percent, type Output } from '../output.ts';
import { tellResult } from '../run-result.ts';
import { UsageError } from '../usage.ts';
import { exportOne, importOne } from './run-files.ts';

const USAGE =
  'runs list | show RUN | resume RUN | extend RUN --epochs N | mark RUN | delete RUN | export RUN --format FORMAT --out PATH | import FILE';

export async function runs(services: Services, args: Arguments, output: Output): Promise<number> {
  const { rest } = args;
  const [verb, id, ...more] = rest;
  if (more.length > 0 || (verb === 'list' && id !== undefined)) throw new UsageError(USAGE);
  switch (verb) {
    case 'list':
      return list(services, args, output);
    case 'show':
      return show(services, runId(id), output);
    case 'resume': {
      const follow = followRuns(services, output);
      await services.runs.resume(runId(id));
      return tellResult(await follow(runId(id)), output, services.env, 'result');
    }
    case 'extend': {
      const follow = followRuns(services, output);
      const epochs = wholeNumber(args, 'epochs', 1, MOST_EPOCHS);
      if (epochs === undefined) throw new UsageError('how many epochs more? --epochs N');
      await services.runs.extend(runId(id), epochs, isOn(args, 'hold') ? 'hold' : 'stretch');
      return tellResult(await follow(runId(id)), output, services.env, 'result');
    }
    case 'mark': {
      const { marks } = await services.runs.mark(runId(id), changeOf(args));
      output.line({ type: 'result', run: id, marks });
      output.say(`${marks?.starred ? '★ ' : ''}${marks?.tags.join(' ') ?? ''}`);
      return 0;
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

/** `--query` is what the table's search takes, without the words by which the window calls things. */
async function list(services: Services, args: Arguments, output: Output): Promise<number> {
  const { terms, faults } = parseQuery(args.value('query') ?? '');
  if (faults[0]) throw new UsageError(`--query: ${faults[0].code}: ${faults[0].text}`);
  const matches = matcher(terms, ({ id, spec, marks }) =>
    [id, spec.name, ...(marks?.tags ?? [])].join(' ').toLowerCase(),
  );
  const all = (await services.runs.list()).filter(matches);
  const unreadable = await services.runs.unreadable();
  output.line({
    type: 'result',
    // Scripts get whole records.
    runs: output.json ? await services.runs.records.these(all.map(({ id }) => id)) : all,
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

const isOn = (args: Arguments, flag: string): boolean => args.value(flag) !== undefined;

function changeOf(args: Arguments): MarksChange {
  const tags = (name: string): string[] | undefined => args.value(name)?.split(',').filter(Boolean);
  const [add, remove, notes] = [tags('add'), tags('remove'), args.value('notes')];
  const starred = isOn(args, 'star') ? true : isOn(args, 'unstar') ? false : undefined;
  const change = marksChangeSchema.safeParse({
    ...(starred !== undefined && { starred }),
    ...(add && { addTags: add }),
    ...(remove && { removeTags: remove }),
    ...(notes !== undefined && { notes }),
  });
  if (!change.success || Object.keys(change.data).length === 0)
    throw new UsageError('--star | --unstar, --add TAG,..., --remove TAG,..., --notes TEXT; a tag has no blanks');
  return change.data;
}

function runId(id: string | undefined): string {
  const parsed = runIdSchema.safeParse(id);
  if (!parsed.success) throw new UsageError('which run? `runs list` tells their ids');
  return parsed.data;
}
