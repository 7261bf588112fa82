import path from 'node:path';
import { AppError } from '../../../../shared/contract/errors.ts';
import { handIdSchema, type HandId } from '../../../../shared/contract/schemas/hand.ts';
import { namesIn } from '../../../files/names-in.ts';
import type { Hands } from '../../hands/hands.ts';
import { handContent, handTask } from '../../hands/hand-content.ts';
import { removePrepared, scratchFolder, writePrepared, type Prepared } from '../prepared.ts';
import { nothingKnown, type DatasetSource, type Renaming } from './source.ts';

export interface HandsSourceOptions {
  readonly storage: string;
  readonly hands: Hands;
  /** The states of a hand that runs were started with. */
  readonly keptStates: (id: HandId) => Promise<string[]>;
  readonly now: () => number;
}

/** The name of the folder that a state of a hand is written to. */
export const stateFolder = (id: string, state: string): string => `${id}.${state}`;

const isHand = (id: string): id is HandId => handIdSchema.safeParse(id).success;

/**
 * Hands as data sets. A hand grows while runs read it: each state of it that is needed is written to a folder of its own, which
 * nothing changes, and which is removed when there is a newer one and no run was started with it.
 */
export function handsSource({ storage, hands, keptStates, now }: HandsSourceOptions): DatasetSource {
  const root = path.join(storage, 'datasets');
  const folderName = async (id: string, prepared?: Prepared): Promise<string> =>
    stateFolder(id, prepared?.stamp ?? (await hands.store.get(handId(id))).stamp);
  /** The folders of all states but these. Throws storage errors. */
  const statesBut = async (id: HandId, keep: readonly string[]): Promise<string[]> => {
    const kept = new Set(keep.map((state) => stateFolder(id, state)));
    const names = await namesIn(root);
    return names.filter((name) => name.startsWith(`${id}.`) && !name.endsWith('.lock') && !kept.has(name));
  };
  const removeStates = async (names: readonly string[]): Promise<void> => {
    for (const name of names) await removePrepared(path.join(root, name), scratchFolder(storage));
  };
  return {
    has: isHand,
    ids: () => hands.store.ids(),
    folderName,
    // The folder's name says what it was made of.
    isCurrent: () => true,
    async facts(id) {
      const found = await hands.get(handId(id)).catch((thrown: unknown) => {
        if (thrown instanceof AppError) return thrown;
        throw thrown;
      });
      if (found instanceof AppError) {
        if (found.code === 'hand-not-found') return null;
        return { ...nothingKnown(id, 'hand'), available: false, fault: found };
      }
      const { name, frame, parts, createdAt } = found.hand;
      const about = { id: handId(id), name, kind: 'hand', framing: frame.framing, origin: null, createdAt } as const;
      const [trainCount, testCount] = [parts.train, parts.test];
      return { ...about, task: handTask(found.hand), trainCount, testCount, available: trainCount > 0 };
    },
    async making(id) {
      const { hand } = await hands.get(handId(id));
      if (hand.parts.train === 0) throw new AppError('hand-empty', { name: hand.name });
      return { task: 'generate', work: () => make(hand.id) };
    },
    rename: (id, change) => rename(hands, handId(id), change),
    async forget(id) {
      // Where they cannot be found, nothing is removed.
      const states = await statesBut(handId(id), []);
      await hands.discard(handId(id));
      await removeStates(states);
      return 'gone';
    },
  };

  async function make(id: HandId): Promise<Prepared> {
    const { hand, samples } = await hands.read(id);
    const name = stateFolder(id, hand.stamp);
    const { framing } = hand.record.frame;
    const prepared = await writePrepared(
      path.join(root, name),
      scratchFolder(storage),
      handContent(hand.record, samples),
      {
        id,
        name: hand.record.name,
        kind: 'hand',
        task: handTask({ ...hand.record, classes: hand.record.classes.map((each) => each.name) }),
        framing,
        origin: id,
        stamp: hand.stamp,
        createdAt: now(),
      },
    );
    await removeStates(await statesBut(id, [hand.stamp, ...(await keptStates(id))]));
    return prepared;
  }
}

/** Throws `dataset-not-found` {id} for another id. */
function handId(id: string): HandId {
  if (!isHand(id)) throw new AppError('dataset-not-found', { id });
  return id;
}

async function rename(hands: Hands, id: HandId, { name, classes }: Renaming): Promise<void> {
  const before = (await hands.get(id)).hand.classes;
  if (classes && classes.length !== before.length)
    throw new AppError('class-names-invalid', { expected: before.length, given: classes.length });
  await hands.update(id, { name, classes: classes?.map((each, i) => ({ name: each, was: before[i]! })) });
}
