import { promises as fs } from 'node:fs';
import { AppError } from '../../../shared/contract/errors.ts';
import type {
  BatchId,
  BatchPage,
  Decision,
  FieldCrop,
  FieldRef,
  ReviewItem,
} from '../../../shared/contract/schemas/batch.ts';
import { rowOf, type TableRow } from '../../../shared/forms/table.ts';
import { storageError } from '../../files/atomic-write.ts';
import { mustBeFile } from '../../files/read-whole.ts';
import type { ReaderLink } from '../../reader-link/reader-link.ts';
import { SHOWN } from '../forms/forms.ts';
import { cutPage } from '../forms/page-reader.ts';
import { batchFiles, readSourceFiles } from './batch-folder.ts';
import type { BatchStore, StoredBatch } from './batch-store.ts';
import { readCrop } from './crops-file.ts';
import { pageOf } from './page-log.ts';
import { placeOf } from './source-files.ts';

/** Which fields are asked for: see `batches.review`. */
export type Show = 'open' | 'unsure' | 'decided' | 'all';

export interface ReviewWish {
  readonly show: Show;
  readonly after: FieldRef | null;
  readonly count: number;
}

export type DecidedPage = BatchPage & { decisions: Record<string, Decision> };

/** Pages of a batch with what was decided in them, from the `from`-th on. */
export async function pagesOf(
  { pages, decisions }: StoredBatch,
  { from, count, only }: { readonly from: number; readonly count: number; readonly only: 'all' | 'read' | 'failed' },
): Promise<DecidedPage[]> {
  const asked = pages
    .pages()
    .filter((page) => page >= from && (only === 'all' || pages.entries.get(page)!.isFailed === (only === 'failed')))
    .slice(0, count);
  const found: DecidedPage[] = [];
  for await (const line of pages.read(asked))
    found.push({ ...pageOf(line), decisions: Object.fromEntries(decisions.of(line.page)) });
  return found;
}

/** Fields of a batch in the order of pages and of the form, behind `after`; `total`: of all there are, so many. */
export async function reviewOf(
  stored: StoredBatch,
  { show, after, count }: ReviewWish,
): Promise<{ items: ReviewItem[]; total: number }> {
  const { record, pages, decisions } = stored;
  const order = record.form.fields.map(({ id }) => id);
  const wanted = (page: number): string[] => {
    const { isFailed, unsure } = pages.entries.get(page)!;
    if (isFailed) return [];
    const decided = decisions.of(page);
    if (show === 'all') return order;
    if (show === 'decided') return order.filter((field) => decided.has(field));
    return order.filter((field) => unsure.includes(field) && (show === 'unsure' || !decided.has(field)));
  };
  let total = 0;
  const chosen = new Map<number, readonly string[]>();
  let left = count;
  for (const page of pages.pages()) {
    const fields = wanted(page);
    total += fields.length;
    if (left === 0 || (after && page < after.page)) continue;
    const behind =
      after && page === after.page ? fields.filter((id) => order.indexOf(id) > order.indexOf(after.field)) : fields;
    if (behind.length === 0) continue;
    chosen.set(page, behind.slice(0, left));
    left -= Math.min(left, behind.length);
  }
  const items: ReviewItem[] = [];
  for await (const { page, file, part, fields } of pages.read([...chosen.keys()])) {
    for (const id of chosen.get(page)!) {
      const reading = fields.find(({ field }) => field === id);
      if (reading) items.push({ page, file, part, reading, decision: decisions.of(page).get(id) ?? null });
    }
  }
  return { items, total };
}

/** The pictures of fields, in the order asked for; one that has none is left out. Throws storage errors. */
export async function cropsOf(folder: string, { pages }: StoredBatch, refs: readonly FieldRef[]): Promise<FieldCrop[]> {
  const file = batchFiles(folder).crops;
  const asked = [...new Set(refs.map(({ page }) => page))].sort((a, b) => a - b);
  const handle = await mustBeFile(file)
    .then(() => fs.open(file, 'r'))
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw storageError(error, file);
    });
  if (!handle) return [];
  const found = new Map<string, FieldCrop>();
  try {
    for await (const { page, fields, crops } of pages.read(asked)) {
      for (const { page: of, field } of refs) {
        const place = crops.find((crop) => crop.field === field);
        const size = fields.find((reading) => reading.field === field)?.crop;
        if (of !== page || !place || !size) continue;
        const pictures = await readCrop(handle, place, size);
        if (!pictures) continue;
        const { look, ink } = pictures;
        found.set(`${page}/${field}`, { page, field, look: { ...size, levels: look }, ink: { ...size, levels: ink } });
      }
    }
  } finally {
    await handle.close();
  }
  return refs.flatMap(({ page, field }) => found.get(`${page}/${field}`) ?? []);
}

/** The rows of a batch's table, one after the other. */
export async function* rowsOf({ record, pages, decisions }: StoredBatch): AsyncGenerator<TableRow> {
  for await (const line of pages.read(pages.pages()))
    yield rowOf(record.form.fields, pageOf(line), decisions.of(line.page));
}

/** A page in the template's place, read anew from its file. Throws `batch-page-not-found` {page}, and what keeps it from being read. */
export async function pictureOf(
  store: BatchStore,
  reader: Pick<ReaderLink, 'call'>,
  id: BatchId,
  page: number,
): Promise<{ width: number; height: number; levels: Uint8Array<ArrayBuffer> }> {
  const { pages } = await store.find(id);
  const folder = store.folderOf(id);
  const [entry, files] = [pages.entries.get(page), (await readSourceFiles(folder)) ?? []];
  const missing = new AppError('batch-page-not-found', { page: page + 1 });
  if (!entry || entry.isFailed) throw missing;
  let first = 0;
  for (const file of files) {
    const part = (file.from ?? 0) + page - first;
    first += file.parts ?? 1;
    if (page >= first) continue;
    const picture = { path: placeOf(folder, file), name: file.name, part };
    const { straight } = await cutPage(
      reader,
      picture,
      { scan: batchFiles(folder).scan, fields: [] },
      { straight: SHOWN },
    );
    return { ...straight!, levels: new Uint8Array(straight!.levels) };
  }
  throw missing;
}
