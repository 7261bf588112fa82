import type { batchesCalls } from '../../../shared/contract/calls/batches.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Handlers } from '../../../shared/contract/define.ts';
import { cropsOf, pagesOf, pictureOf, reviewOf, rowsOf } from '../../services/batches/batch-views.ts';
import { decidedLines } from '../../services/batches/decided-lines.ts';
import { knownLines, takeSigns } from '../../services/batches/known-samples.ts';
import { writeTable } from '../../services/batches/write-table.ts';
import type { FileHandles } from '../../services/files/handles.ts';
import { readerGain } from '../../services/readings/reader-gain.ts';
import type { ServiceSet } from '../service-set.ts';

/** Filled forms that are read into tables: see shared/contract/calls/batches.ts. */
export function batchesHandlers(
  { batches, forms, hands, reader }: Pick<ServiceSet, 'batches' | 'forms' | 'hands' | 'reader'>,
  files: FileHandles,
): Handlers<typeof batchesCalls> {
  const { store } = batches;
  return {
    'batches.list': () => batches.list(),
    'batches.get': ({ id }) => batches.get(id),
    'batches.start': async ({ form: id, handle, name, model }) => {
      const [form, scan] = [await forms.store.get(id), await forms.store.scan(id)];
      const template = { id, name: form.name, size: form.size, fields: form.fields };
      return batches.start({ name, form: template, model, key: null, scan, source: files.path(handle) });
    },
    'batches.pause': ({ id }) => batches.pause(id),
    'batches.resume': ({ id, retry }) => batches.resume(id, retry),
    'batches.rename': ({ id, name }) => batches.rename(id, name),
    'batches.remove': async ({ id }) => {
      await batches.remove(id);
      return null;
    },
    'batches.restore': ({ id }) => batches.restore(id),
    'batches.pages': async ({ id, ...wish }) => pagesOf(await store.find(id), wish),
    'batches.review': async ({ id, ...wish }) => reviewOf(await store.find(id), wish),
    'batches.crops': async ({ id, fields }) => cropsOf(store.folderOf(id), await store.find(id), fields),
    'batches.picture': ({ id, page }) => pictureOf(store, reader, id, page),
    'batches.decide': ({ id, decisions }) => batches.decide(id, decisions),
    'batches.table': async ({ id, kind, language }) => {
      const stored = await store.find(id);
      const bytes = await writeTable(kind, stored.record, rowsOf(stored), language);
      const { counts } = await batches.get(id);
      return { name: `${stored.record.name}.${kind}`, bytes, open: counts.open };
    },
    'batches.signs': async ({ id, ...wish }) => {
      const { heldBy } = await store.find(id);
      if (heldBy !== null) throw new AppError('batch-held', { id, pid: String(heldBy) });
      const taken = await takeSigns(store, hands, id, wish);
      if (taken.hand && taken.added > 0) await batches.learnt(id, taken.hand.id, wish.holdOut);
      return taken;
    },
    'batches.gain': ({ id, ...models }, { signal }) =>
      readerGain(batches.read, decidedLines(store, id), models, signal),
    'batches.lines': async ({ id, of }) => {
      const { record } = await store.find(id);
      return { name: `${record.name}.zip`, ...(await knownLines(store, id, of)) };
    },
  };
}
