import type { runsCalls } from '../../../shared/contract/calls/runs.ts';
import type { queueCalls } from '../../../shared/contract/calls/queue.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { pageOf } from '../../../shared/runs/page.ts';
import { resumeGroup, stopGroup } from '../../services/runs/run-groups.ts';
import type { ServiceSet } from '../service-set.ts';

type Runs = Omit<Handlers<typeof runsCalls>, 'runs.fineTune' | 'runs.plan'>;

/** The calls of runs, and of the queue. Those of fine-tuning, and plans, are in fine-tune.ts. */
export function runsHandlers({ runs, learningRates }: ServiceSet): Runs & Handlers<typeof queueCalls> {
  const { waiting } = runs;
  // The pages behind the first one are of the list as it was then, so that the disk is looked at once.
  let listed: RunSummary[] = [];
  const state = () => ({ paused: waiting.paused });
  return {
    'runs.list': async (page) => {
      if (!page?.after || listed.length === 0) listed = await runs.list();
      return pageOf(listed, page ?? {});
    },
    'runs.records': ({ ids }) => runs.records.these(ids),
    'runs.get': ({ id }) => runs.get(id),
    'runs.start': (spec) => runs.start(spec),
    'runs.startGroup': ({ spec, group }) => runs.startGroup(spec, group),
    'runs.stopGroup': async ({ group }) => {
      await stopGroup(runs, group);
      return null;
    },
    'runs.resumeGroup': async ({ group }) => {
      await resumeGroup(runs, group);
      return null;
    },
    'runs.findLearningRate': (choice, { signal }) => learningRates.find(choice, signal),
    'runs.pause': ({ id }) => runs.pause(id),
    'runs.resume': ({ id }) => runs.resume(id),
    'runs.stop': ({ id }) => runs.stop(id),
    'runs.extend': ({ id, epochs, schedule }) => runs.extend(id, epochs, schedule),
    'runs.mark': ({ id, ...change }) => runs.mark(id, change),
    'runs.rename': ({ id, name }) => runs.rename(id, name),
    'runs.delete': async ({ id }) => {
      await runs.remove(id);
      return null;
    },
    'runs.restore': ({ id }) => runs.restore(id),

    'queue.state': state,
    'queue.move': ({ id, before }) => {
      waiting.move(id, before);
      return null;
    },
    'queue.schedule': ({ id, notBefore }) => {
      waiting.schedule(id, notBefore);
      return null;
    },
    'queue.pause': async () => {
      await waiting.pauseAll();
      return state();
    },
    'queue.goOn': async () => {
      await waiting.goOnAll();
      return state();
    },
  };
}
