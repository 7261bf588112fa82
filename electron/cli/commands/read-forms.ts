import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { BatchInfo } from '../../../shared/contract/schemas/batch.ts';
import { formIdSchema } from '../../../shared/contract/schemas/form.ts';
import { cutName } from '../../../shared/contract/schemas/name.ts';
import { rounded, rowOf } from '../../../shared/forms/table.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import { isThere } from '../../files/is-there.ts';
import type { Services } from '../../hosts/create-services.ts';
import { pagesOf, rowsOf } from '../../services/batches/batch-views.ts';
import type { NewBatch } from '../../services/batches/batches.ts';
import { TABLE_KINDS, writeTable, type TableKind } from '../../services/batches/write-table.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';
import { prepareFile, writeBytes } from '../write-text.ts';

/** Ctrl+C, as all commands tell it. */
const INTERRUPTED = 130;

/**
 * `read --form`: filled forms into a table. What was begun with the same template, pages, output and model is gone on with: pages that were read are not
 * read again, and what was reviewed in a window is in the table. The exit code is 1 if any page could not be read.
 */
export async function readForms(services: Services, args: Arguments, output: Output): Promise<number> {
  for (const other of ['image', 'kind', 'length', 'check', 'order'])
    if (args.value(other) !== undefined) throw new UsageError(`read takes --${other} with --image`);
  const out = path.resolve(args.required('out'));
  const kind = kindOf(out);
  const source = path.resolve(args.required('images'));
  const { ref } = await chooseTrainedModel(services, args.value('model') ?? 'line-reader');
  if (ref === null) throw new UsageError('read --form takes --model of the studio: its name or id');
  const template = await templateOf(services, args.required('form'));
  const key = keyOf(template, [source, out, ref]);
  await prepareFile(out);
  const name = cutName(`${path.basename(source)}, ${template.form.name}`, 120);
  const { batches } = services;
  const known = (await batches.list()).batches.find((batch) => batch.key === key);
  if (known && args.value('again') !== undefined) await batches.remove(known.id);
  const isKnown = known !== undefined && args.value('again') === undefined;
  const begin = (): Promise<BatchInfo> =>
    // After its end, what has come since is read, and what could not be read before.
    isKnown
      ? batches.resume(known.id, known.status === 'finished')
      : batches.start({ ...template, name, model: ref, key, source });
  if (isKnown && known.counts.read > 0) output.note(`${known.id}: goes on after ${known.counts.read} pages`);
  const ended = await follow(services, begin, output);
  const stored = await batches.find(ended.id);
  if (ended.status === 'interrupted') {
    output.line({ type: 'interrupted', batch: ended.id, read: ended.counts.read, pages: ended.counts.pages });
    output.note(`interrupted after ${ended.counts.read} pages; the same command goes on`);
    return INTERRUPTED;
  }
  if (ended.status !== 'finished') throw new AppError(ended.error?.code ?? 'cancelled', ended.error?.params ?? {});
  const bytes = await writeTable(kind, stored.record, rowsOf(stored), services.env.systemLanguage);
  await writeBytes(out, bytes);
  const { pages, read, failed, fields, open } = ended.counts;
  output.line({ type: 'result', batch: ended.id, out, pages, read, failed, fields, open });
  output.say(`${read} of ${pages} pages in ${out}`);
  if (open > 0)
    output.note(
      `${open} of ${fields} fields are not sure and stand open: review them in the studio, then run this again`,
    );
  return failed > 0 ? 1 : 0;
}

function kindOf(out: string): TableKind {
  const ending = path.extname(out).slice(1).toLowerCase();
  const kind = TABLE_KINDS.find((each) => each === ending);
  if (!kind) throw new UsageError('--out is a file that ends in .csv, .xlsx or .json');
  return kind;
}

/** The template of a file, or one of the studio's. */
async function templateOf({ forms }: Services, choice: string): Promise<Pick<NewBatch, 'form' | 'scan'>> {
  const id = formIdSchema.safeParse(choice);
  if (id.success && !(await isThere(path.resolve(choice)))) {
    const { name, size, fields } = await forms.store.get(id.data);
    return { form: { id: id.data, name, size, fields }, scan: await forms.store.scan(id.data) };
  }
  const { name, size, fields, scan } = await forms.fromFile(path.resolve(choice));
  return { form: { id: null, name, size, fields }, scan };
}

const keyOf = ({ form, scan }: Pick<NewBatch, 'form' | 'scan'>, others: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([form.name, form.fields, others]))
    .update(scan)
    .digest('hex')
    .slice(0, 32);

/** Tells each page when it was read, in order, until the batch has ended. */
async function follow({ batches, env }: Services, begin: () => Promise<BatchInfo>, output: Output): Promise<BatchInfo> {
  const began = Date.now();
  let telling: Promise<unknown> = Promise.resolve();
  let total: number | null = null;
  const stops = [
    batches.onChanged.on(({ counts }) => (total = counts.pages)),
    batches.onPages.on(({ batch, pages }) => {
      telling = telling.then(async () => {
        const stored = await batches.find(batch);
        for (const number of pages) {
          const [page] = await pagesOf(stored, { from: number, count: 1, only: 'all' });
          if (page?.page !== number) continue;
          const { cells } = rowOf(stored.record.form.fields, page, page.decisions);
          output.line({
            ...{ type: 'page', batch, page: number + 1, of: total, file: page.file, part: page.part + 1 },
            ...{ error: page.error, form: rounded(page.quality) },
            fields: stored.record.form.fields.map(({ name }, i) => ({ name, ...cells[i]! })),
          });
          if (page.error) output.note(errorLines(page.error, env.systemLanguage));
          const seconds = Math.round((Date.now() - began) / 1000);
          output.progress(`page ${number + 1}${total === null ? '' : ` of ${total}`}: ${page.file}, ${seconds} s`);
        }
      });
      // It is awaited at the end; until then it counts as looked after.
      telling.catch(() => undefined);
    }),
  ];
  try {
    const { id } = await begin();
    await batches.ended(id);
    await telling;
    return await batches.get(id);
  } finally {
    for (const stop of stops) stop();
  }
}
