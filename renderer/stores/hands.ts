import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput } from '../../shared/contract/define.ts';
import type { HandId, HandInfo, SampleId, SampleInk } from '../../shared/contract/schemas/hand.ts';
import type { ReaderGain } from '../../shared/contract/schemas/reader-gain.ts';
import { useHost } from './host.ts';

type Calls = HostCalls;

/** All hands. Only events and snapshots write here: an action calls the host, and its result comes back as an event. */
export const useHands = defineStore('hands', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<HandId, HandInfo>());
  /** Whether the list was taken once: an empty one before that says nothing. */
  const known = ref(false);
  /** Drawings of a sitting that ask for a second look, until another sitting ends. */
  const secondLook = shallowRef<{ readonly hand: HandId; readonly samples: ReadonlySet<SampleId> } | null>(null);

  host.on('hand.changed', (info) => void byId.set(info.id, info));
  host.on('hand.removed', ({ id }) => void byId.delete(id));
  host.onConnected(async () => {
    const all = await host.call('hands.list', null);
    byId.clear();
    for (const info of all) byId.set(info.id, info);
    known.value = true;
  });

  /** By name. */
  const list = computed(() => [...byId.values()].sort((a, b) => a.name.localeCompare(b.name)));

  const create = (wish: CallInput<Calls, 'hands.create'>): Promise<HandInfo> => host.call('hands.create', wish);
  const rename = async (id: HandId, name: string): Promise<void> =>
    void (await host.call('hands.update', { id, name }));
  const changeSigns = async (id: HandId, classes: CallInput<Calls, 'hands.update'>['classes']): Promise<void> =>
    void (await host.call('hands.update', { id, classes }));
  /** To the trash; `restoreHand` brings it back until the studio closes. */
  const remove = async (id: HandId): Promise<void> => void (await host.call('hands.remove', { id }));
  const restoreHand = async (id: HandId): Promise<void> => void (await host.call('hands.restoreHand', { id }));

  const get = (id: HandId): Promise<CallOutput<Calls, 'hands.get'>> => host.call('hands.get', { id });
  const ink = (id: HandId, samples: SampleId[]): Promise<SampleInk[]> => host.call('hands.ink', { id, samples });
  /** Resolves once the drawings are on the disk. */
  const add = (wish: CallInput<Calls, 'hands.add'>): Promise<CallOutput<Calls, 'hands.add'>> =>
    host.call('hands.add', wish);
  const relabel = async (id: HandId, labels: CallInput<Calls, 'hands.relabel'>['labels']): Promise<void> =>
    void (await host.call('hands.relabel', { id, labels }));
  const deleteSamples = async (id: HandId, samples: SampleId[]): Promise<void> =>
    void (await host.call('hands.delete', { id, samples }));
  const restore = async (id: HandId, samples: SampleId[]): Promise<void> =>
    void (await host.call('hands.restore', { id, samples }));

  const importFrom = (wish: CallInput<Calls, 'hands.import'>): Promise<CallOutput<Calls, 'hands.import'>> =>
    host.call('hands.import', wish);
  const exported = (
    id: HandId,
    kind: CallInput<Calls, 'hands.export'>['kind'],
  ): Promise<CallOutput<Calls, 'hands.export'>> => host.call('hands.export', { id, kind });

  /** Takes lines of readings that a person has looked at into a hand; resolves once they are on the disk. */
  const takeLines = (wish: CallInput<Calls, 'readings.signs'>): Promise<CallOutput<Calls, 'readings.signs'>> =>
    host.call('readings.signs', wish);
  /** What a reader has gained on such lines of hands. */
  const gainOnLines = (wish: CallInput<Calls, 'readings.gain'>, signal: AbortSignal): Promise<ReaderGain> =>
    host.call('readings.gain', wish, { signal });

  return {
    byId,
    known,
    secondLook,
    list,
    create,
    rename,
    changeSigns,
    remove,
    restoreHand,
    get,
    ink,
    add,
    relabel,
    deleteSamples,
    restore,
    importFrom,
    exported,
    takeLines,
    gainOnLines,
  };
});
