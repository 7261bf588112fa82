import { defineStore } from 'pinia';
import { computed, shallowReactive } from 'vue';
import type {
  Architecture,
  ArchitectureContent,
  ArchitectureId,
  ArchitectureVersion,
} from '../../shared/contract/schemas/architecture.ts';
import type { ModelSpec } from '../../shared/contract/schemas/model.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { useHost } from './host.ts';

/** A content's network as the model of a run, under its architecture's name. */
export const modelOf = (
  name: string,
  { task, layers }: { readonly task: Task; readonly layers: Readonly<ModelSpec['layers']> },
): ModelSpec => ({
  version: 1,
  name: name.slice(0, 120) || 'model',
  inputShape: task.inputShape,
  layers: [...layers],
});

/** Architectures of the user's own. Every change comes back as an event, as those of other windows do. */
export const useArchitectures = defineStore('architectures', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<ArchitectureId, Architecture>());
  const removed = new Set<(id: ArchitectureId) => void>();

  async function refresh(): Promise<void> {
    const all = await host.call('architectures.list', null);
    byId.clear();
    for (const one of all) byId.set(one.id, one);
  }
  host.on('architecture.changed', (one) => byId.set(one.id, one));
  host.on('architecture.removed', ({ id }) => {
    byId.delete(id);
    for (const tell of removed) tell(id);
  });
  host.onConnected(refresh);

  /** The one that was changed last, first. */
  const list = computed(() => [...byId.values()].sort((a, b) => b.changedAt - a.changedAt));
  const find = (id: string): Architecture | undefined => byId.get(id);
  const kept = (one: Architecture): Architecture => (byId.set(one.id, one), one);

  /** A name that none of them has yet: the wished one, or with a number behind it. */
  function freeName(wished: string): string {
    const taken = new Set(list.value.map(({ name }) => name));
    let name = wished;
    for (let n = 2; taken.has(name); n++) name = `${wished} ${n}`;
    return name;
  }

  const create = async (name: string, content: ArchitectureContent): Promise<Architecture> =>
    kept(await host.call('architectures.create', { name, content }));
  /** Throws `architecture-changed` where another window was first. */
  const save = async (
    id: ArchitectureId,
    saving: { expected: number; content: ArchitectureContent; sitting: string },
  ): Promise<Architecture> => kept(await host.call('architectures.save', { id, ...saving }));
  const rename = async (id: ArchitectureId, name: string): Promise<Architecture> =>
    kept(await host.call('architectures.rename', { id, name }));
  const duplicate = async (id: ArchitectureId, name: string): Promise<Architecture> =>
    kept(await host.call('architectures.duplicate', { id, name }));
  const remove = async (id: ArchitectureId): Promise<void> => void (await host.call('architectures.remove', { id }));
  const restore = async (id: ArchitectureId): Promise<Architecture> =>
    kept(await host.call('architectures.restore', { id }));
  const versions = (id: ArchitectureId): Promise<ArchitectureVersion[]> => host.call('architectures.versions', { id });
  const version = (id: ArchitectureId, revision: number): Promise<ArchitectureContent> =>
    host.call('architectures.version', { id, revision });
  const takeVersion = async (id: ArchitectureId, expected: number, revision: number): Promise<Architecture> =>
    kept(await host.call('architectures.takeVersion', { id, expected, revision }));

  return {
    list,
    find,
    freeName,
    refresh,
    create,
    save,
    rename,
    duplicate,
    remove,
    restore,
    versions,
    version,
    takeVersion,
  };
});
