import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Form, FormField, FormId } from '../../shared/contract/schemas/form.ts';
import { useHost } from './host.ts';
import { onReturn } from './on-return.ts';

type Calls = HostCalls;

/** All templates of forms. Only events and snapshots write here: an action calls the host, and its result comes back as an event. */
export const useForms = defineStore('forms', () => {
  const host = useHost();
  const byId = shallowReactive(new Map<FormId, Form>());
  const unreadable = shallowRef<CallOutput<Calls, 'forms.list'>['unreadable']>([]);
  /** Whether the list was taken once: an empty one before that says nothing. */
  const known = ref(false);

  async function refresh(): Promise<void> {
    const all = await host.call('forms.list', null);
    byId.clear();
    for (const form of all.forms) byId.set(form.id, form);
    unreadable.value = all.unreadable;
    known.value = true;
  }
  host.on('form.changed', (form) => void byId.set(form.id, form));
  host.on('form.removed', ({ id }) => void byId.delete(id));
  host.onConnected(refresh);
  onReturn(refresh);

  /** By name. */
  const list = computed(() => [...byId.values()].sort((a, b) => a.name.localeCompare(b.name)));

  const scan = (id: FormId): Promise<CallOutput<Calls, 'forms.scan'>> => host.call('forms.scan', { id });
  const create = (handle: string, name: string): Promise<Form> => host.call('forms.create', { handle, name });
  const importFrom = (handle: string): Promise<Form> => host.call('forms.import', { handle });
  /** Throws `form-changed` where `expected` is not the template's present revision. */
  const saveFields = (id: FormId, expected: number, fields: FormField[]): Promise<Form> =>
    host.call('forms.save', { id, expected, fields });
  const rename = async ({ id, revision }: Form, name: string): Promise<void> =>
    void (await host.call('forms.save', { id, expected: revision, name }));
  /** To the trash; `restore` brings it back until the studio closes. */
  const remove = async (id: FormId): Promise<void> => void (await host.call('forms.remove', { id }));
  const restore = async (id: FormId): Promise<void> => void (await host.call('forms.restore', { id }));
  const exported = (id: FormId): Promise<CallOutput<Calls, 'forms.export'>> => host.call('forms.export', { id });

  return {
    ...{ byId, unreadable, known, list, refresh },
    ...{ scan, create, importFrom, saveFields, rename, remove, restore, exported },
  };
});
