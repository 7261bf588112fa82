import type { RunRequest } from '../../../shared/contract/schemas/run.ts';
import type { GroupChoice } from '../../../shared/runs/group-specs.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { wholeNumber } from '../choices/number.ts';
import { chooseFineTune } from '../choices/fine-tune.ts';
import { chooseRunSpec } from '../choices/run-spec.ts';
import { followRuns } from '../follow-runs.ts';
import { tellGroup } from '../group-result.ts';
import type { Output } from '../output.ts';
import { tellResult } from '../run-result.ts';
import { prepareTarget, saveModel } from '../save-model.ts';
import { UsageError } from '../usage.ts';

const INTERRUPTED = 130;

export async function train(services: Services, args: Arguments, output: Output): Promise<number> {
  const group = chooseGroup(args);
  const target = args.value('save-model');
  if (target === '') throw new UsageError('--save-model is a folder, not empty');
  if (target !== undefined) await prepareTarget(target);
  const tuned = await chooseFineTune(services, args);
  const spec = tuned ? null : await chooseRunSpec(services, args);
  if (group && spec) return trainGroup(services, spec, group, output);
  const follow = followRuns(services, output);
  const { id } = tuned ? await services.runs.fineTune(tuned.wish, tuned.parent) : await services.runs.start(spec!);
  const followed = await follow(id);
  const code = tellResult(followed, output, services.env, 'result');
  if (code === 0 && target !== undefined) await saveModel(services, followed.run, target);
  return code;
}

/** One after the other; a failure among them does not end the others, an interruption does. */
async function trainGroup(services: Services, spec: RunRequest, group: GroupChoice, output: Output): Promise<number> {
  const follow = followRuns(services, output);
  const started = await services.runs.startGroup(spec, group);
  const [ended, codes] = [[], []] as [typeof started, number[]];
  for (const { id, spec: member } of started) {
    if (!codes.includes(INTERRUPTED)) output.note(member.name);
    const followed = await follow(id);
    ended.push(followed.run);
    codes.push(tellResult(followed, output, services.env, 'run-result'));
  }
  const interrupted = codes.includes(INTERRUPTED);
  tellGroup(ended, output, interrupted);
  return interrupted ? INTERRUPTED : Math.max(...codes);
}

/** `--seeds N` or `--folds K`. Throws UsageError for what does not go with them. */
function chooseGroup(args: Arguments): GroupChoice | null {
  const [seeds, folds] = [wholeNumber(args, 'seeds', 2, 20), wholeNumber(args, 'folds', 2, 20)];
  if (seeds === undefined && folds === undefined) return null;
  if (seeds !== undefined && folds !== undefined) throw new UsageError('--seeds and --folds do not go together');
  const option = seeds === undefined ? '--folds' : '--seeds';
  if (args.value('save-model') !== undefined) throw new UsageError(`--save-model is for one run; not with ${option}`);
  if (folds !== undefined && args.value('validation') !== undefined)
    throw new UsageError('--validation does not go with --folds: each fold is the validation of one run');
  return seeds === undefined ? { kind: 'folds', count: folds! } : { kind: 'seeds', count: seeds };
}
