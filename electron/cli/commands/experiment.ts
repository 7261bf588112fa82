import { runIdSchema, type RunId } from '../../../shared/contract/schemas/run.ts';
import { groupRuns } from '../../../shared/runs/group.ts';
import { transferCurves } from '../../../shared/runs/transfer-curves.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Services } from '../../hosts/create-services.ts';
import { resumeGroup } from '../../services/runs/run-groups.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTransfer } from '../choices/transfer.ts';
import { followRuns } from '../follow-runs.ts';
import type { Output } from '../output.ts';
import { tellResult } from '../run-result.ts';
import { tellTransfer } from '../transfer-result.ts';
import { UsageError } from '../usage.ts';

const INTERRUPTED = 130;
const USAGE = 'experiment transfer | show EXPERIMENT | resume EXPERIMENT';

/** The tutorial's experiment with transfer, from its start, on from where it was, or as it stands. */
export async function experiment(services: Services, args: Arguments, output: Output): Promise<number> {
  const [verb, id, ...more] = args.rest;
  if (more.length > 0 || (verb === 'transfer' && id !== undefined)) throw new UsageError(USAGE);
  const follow = followRuns(services, output);
  switch (verb) {
    case 'transfer': {
      const { request, halves } = await chooseTransfer(services, args);
      const runs = await services.runs.startTransfer(request, halves);
      return followAll(services, runs[0]!.spec.group!.id, follow, output);
    }
    case 'resume':
      await curvesOf(services, experimentId(id));
      await resumeGroup(services.runs, experimentId(id));
      return followAll(services, experimentId(id), follow, output);
    case 'show':
      tellTransfer(await curvesOf(services, experimentId(id)), output, services.env.commandLine, 'result');
      return 0;
    default:
      throw new UsageError(USAGE);
  }
}

/** One run after the other. What fails in one ends no other; an interruption ends all. */
async function followAll(
  services: Services,
  id: RunId,
  follow: ReturnType<typeof followRuns>,
  output: Output,
): Promise<number> {
  const members = (await membersOf(services, id)).filter(({ status }) => status !== 'finished');
  const codes: number[] = [0];
  for (const { id: run, spec } of members) {
    if (!codes.includes(INTERRUPTED)) output.note(spec.name);
    const followed = await follow(run);
    // The base has said why, and the others have nothing to add.
    if (followed.run.error?.code === 'base-failed') codes.push(1);
    else codes.push(tellResult(followed, output, services.env, 'run-result'));
  }
  const interrupted = codes.includes(INTERRUPTED);
  tellTransfer(await curvesOf(services, id), output, services.env.commandLine, interrupted ? 'interrupted' : 'result');
  return interrupted ? INTERRUPTED : Math.max(...codes);
}

const membersOf = async ({ runs }: Services, id: RunId) =>
  runs.records.these((groupRuns(await runs.list()).get(id) ?? []).map((run) => run.id));

/** Throws `run-not-found` {id} for what is no experiment. */
async function curvesOf(services: Services, id: RunId) {
  const curves = transferCurves(await membersOf(services, id));
  if (!curves) throw new AppError('run-not-found', { id });
  return curves;
}

function experimentId(id: string | undefined): RunId {
  const parsed = runIdSchema.safeParse(id);
  if (!parsed.success) throw new UsageError(`which experiment? Its id is in its result. ${USAGE}`);
  return parsed.data;
}
