import { AppError } from '../../../shared/contract/errors.ts';
import { isActive, type Run, type RunId, type RunSpec } from '../../../shared/contract/schemas/run.ts';
import type { MarksChange } from '../../../shared/contract/schemas/run-marks.ts';
import { extendedSpec, type ExtendedSchedule } from '../../../shared/runs/extend.ts';
import { changeMarks } from '../../../shared/runs/marks.ts';
import type { Turns } from '../turns.ts';
import type { Amendment } from './held-run.ts';
import { hasCheckpoint } from './run-folder.ts';
import type { RunQueue } from './run-queue.ts';
import type { RunRecords } from './run-records.ts';
import type { StartDependencies } from './run-starts.ts';

interface Dependencies extends Pick<StartDependencies, 'checkMemory'> {
  readonly records: RunRecords;
  readonly queue: RunQueue;
  readonly turns: Turns<RunId>;
  readonly now: () => number;
}

/** A run that goes into the queue once more. */
export const again = (run: Run): Run => ({ ...run, status: 'queued', error: null, endedAt: null, result: null });

/** What a person changes of a run that is there: its name, its marks, how many epochs it has. */
export class RunChanges {
  private readonly deps: Dependencies;

  constructor(deps: Dependencies) {
    this.deps = deps;
  }

  /** Throws `run-held-by-...` {id, pid}, `run-not-found` {id}, storage errors. */
  rename(id: RunId, name: string): Promise<Run> {
    return this.amend(id, ({ spec }) => ({ spec: { ...spec, name } }));
  }

  /** Star, tags, notes. Throws as `rename` does, and `invalid-input` for too many tags. */
  mark(id: RunId, change: MarksChange): Promise<Run> {
    return this.amend(id, ({ marks }) => ({ marks: changeMarks(marks, change) }));
  }

  /**
   * Gives a finished run more epochs, and puts it into the queue: see the call `runs.extend`. Throws `run-not-extendable` {id} where its
   * record says so or its checkpoints are gone, and as `resume` does.
   */
  extend(id: RunId, more: number, schedule: ExtendedSchedule): Promise<Run> {
    return this.deps.turns.take(id, async () => {
      await this.deps.records.released(id);
      const extended = (run: Run): RunSpec => extendedSpec(run, more, schedule);
      await this.deps.checkMemory(extended(await this.deps.records.get(id)));
      if (!(await hasCheckpoint(this.deps.records.folderOf(id)))) throw new AppError('run-not-extendable', { id });
      const queued = { place: this.deps.now(), notBefore: null };
      const held = await this.deps.records.take(id, (run) => ({ ...again(run), spec: extended(run), queued }));
      this.deps.queue.add(held);
      return held.run;
    });
  }

  private amend(id: RunId, change: Amendment): Promise<Run> {
    return this.deps.turns.take(id, async () => {
      const held = this.deps.records.held(id);
      if (held && isActive(held.run.status)) {
        await held.amend(change);
        return held.run;
      }
      await this.deps.records.released(id);
      return this.deps.records.change(id, (run) => ({ ...run, ...change(run) }));
    });
  }
}
