import path from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import { datasetIdSchema, type DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import { partSchema, type Part } from '../../../shared/contract/schemas/evaluation.ts';
import { isThere } from '../../files/is-there.ts';
import type { Services } from '../../hosts/create-services.ts';
import { UsageError } from '../usage.ts';

/** Before the name of a hand. */
const HAND = 'hand:';

/**
 * The data sets that --data names: ids as they are, hands by their names; files and folders are imported first. Throws
 * `dataset-not-found` {id}, `hand-not-found` {id}, `hand-name-shared` {name}, `path-missing` {path}.
 */
export async function chooseData(services: Services, choice: string): Promise<DatasetId[]> {
  const ids: DatasetId[] = [];
  for (const part of await partsOf(choice, services)) {
    const id = datasetIdSchema.safeParse(part);
    if (id.success) ids.push(id.data);
    else if (part.startsWith(HAND)) ids.push((await services.hands.find(part.slice(HAND.length))).id);
    else ids.push(await importPart(services, part));
  }
  return ids;
}

/**
 * Splits `choice` at each +. A path or a hand's name may contain a + too, so the longest part that exists is taken each time. If none
 * exists, everything up to the next data set is taken as one wrong name, as it was typed.
 */
async function partsOf(choice: string, services: Services): Promise<string[]> {
  const words = choice.split('+');
  const hands = (await services.hands.list()).map(({ name }) => `${HAND}${name}`);
  const isData = async (word: string): Promise<boolean> =>
    datasetIdSchema.safeParse(word).success || hands.includes(word) || (word !== '' && (await isThere(word)));
  const parts: string[] = [];
  for (let at = 0; at < words.length;) {
    let end = words.length;
    while (end > at && !(await isData(words.slice(at, end).join('+')))) end--;
    if (end === at) for (end++; end < words.length && !(await isData(words[end]!));) end++;
    parts.push(words.slice(at, end).join('+'));
    at = end;
  }
  return parts;
}

async function importPart(services: Services, part: string): Promise<DatasetId> {
  if (!(await isThere(part))) {
    // A name with a separator was meant as a path.
    const isPath = /[/\\.]/.test(part);
    throw isPath ? new AppError('path-missing', { path: part }) : new AppError('dataset-not-found', { id: part });
  }
  return (await services.datasets.imports.importPath(path.resolve(part), { takeFirst: true })).info.id;
}

/** The part of a data set that `--split` names; the test part if absent. Throws UsageError. */
export function choosePart(choice: string | undefined): Part {
  const part = partSchema.safeParse(choice ?? 'test');
  if (!part.success) throw new UsageError(`--split is one of ${partSchema.options.join(', ')}, not ${choice}`);
  return part.data;
}
