import type { AppError } from '../../../../shared/contract/errors.ts';
import type { DatasetInfo, DatasetState } from '../../../../shared/contract/schemas/dataset.ts';
import type { Prepared } from '../prepared.ts';
import type { TaskHandle } from '../tasks.ts';

/** What is known of a data set whether or not it is ready. */
export type DatasetFacts = Omit<DatasetInfo, 'status'>;

export interface Standing extends DatasetFacts {
  readonly available: boolean;
  /** Why the data set in its folder cannot be used and cannot be made anew. */
  readonly fault?: AppError;
}

/** Other names for a data set and, in their order, for its classes. */
export interface Renaming {
  readonly name?: string | undefined;
  readonly classes?: readonly string[] | undefined;
}

/** Facts of a data set whose files cannot be read, under its id for want of a name. Two classes, since no task has fewer. */
export const nothingKnown = (id: string, kind: DatasetFacts['kind']): DatasetFacts => ({
  id,
  name: id,
  kind,
  task: { inputShape: [28, 28, 1], classes: ['?', '??'] },
  framing: 'centred',
  trainCount: 0,
  testCount: 0,
  origin: null,
});

/** How a data set is made ready. */
export interface Making {
  readonly task: Extract<DatasetState, { state: 'working' }>['task'];
  work(handle: TaskHandle): Promise<Prepared>;
}

/** Where data sets come from: one of the studio's own, or all that were imported. */
export interface DatasetSource {
  has(id: string): boolean;
  /** All that it knows of. */
  ids(): Promise<string[]>;
  /** Null: there is none of this id. `prepared` is what stands ready in its folder, or null. */
  facts(id: string, prepared: Prepared | null): Promise<Standing | null>;
  /** Whether a prepared data set is what the source would make today. */
  isCurrent(prepared: Prepared): boolean;
  /** The name of the folder of a data set's present state, or of one that was made ready, where that is not its id. */
  folderName?(id: string, prepared?: Prepared): Promise<string>;
  /** Another name, or other names for its classes, where its user may give it some. */
  rename?(id: string, change: Renaming): Promise<void>;
  /** How to make one ready without the network. Throws when that cannot be. */
  making(id: string): Promise<Making>;
  /**
   * Removes what the source keeps outside of the data set's own folder; returns whether the data set is gone
   * altogether.
   */
  forget(id: string): Promise<'gone' | 'absent'>;
}
