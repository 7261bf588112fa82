import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { DatasetId } from '../../../shared/contract/schemas/dataset.ts';
import {
  DATA_PARTS,
  dataFolder,
  modelFolder,
  type LessonList,
  type PackedData,
} from '../../../shared/contract/schemas/lesson-file.ts';
import type { ModelRef } from '../../../shared/contract/schemas/run-id.ts';
import { labelsFromBytes } from '../../../shared/data/label-bytes.ts';
import { move } from '../../files/move.ts';
import type { Datasets } from '../datasets/datasets.ts';
import { newModelId } from '../models/imported-models.ts';
import { readCard } from '../models/model-card.ts';
import type { Models } from '../models/models.ts';

/** Something of a lesson's file that this studio has under an id: `bring` puts it there; null: it is there already. */
export interface Part<Id> {
  readonly id: Id;
  readonly bring: (() => Promise<unknown>) | null;
}

/** An unpacked file: what it is, where it lies, and what its user calls it. */
export interface Unpacked {
  readonly list: LessonList;
  readonly folder: string;
  readonly name: string;
}

/** The models of a lesson's file: those whose weights are here already, under whatever name, are not brought again. */
export async function modelsOf(
  models: Pick<Models, 'list' | 'card' | 'folderOf' | 'takeIn'>,
  { list, folder }: Unpacked,
): Promise<Part<ModelRef>[]> {
  const here = list.models.length === 0 ? [] : await models.list();
  const parts: Part<ModelRef>[] = [];
  for (const [place, { weightsSha256 }] of list.models.entries()) {
    const from = path.join(folder, modelFolder(place));
    const { parameters, task } = await readCard(from);
    // A card is opened only where what the list says of it is the same.
    const alike = here.filter(
      (info) => info.parameters === parameters && JSON.stringify(info.task) === JSON.stringify(task),
    );
    let known: ModelRef | null = null;
    for (const { ref } of alike) {
      const card = await models.card(models.folderOf(ref)).catch(() => null);
      if (card?.weightsSha256 === weightsSha256) {
        known = ref;
        break;
      }
    }
    const id = known ?? newModelId();
    parts.push({ id, bring: known === null ? () => models.takeIn(from, id) : null });
  }
  return parts;
}

/** Its data sets: those whose images and labels are here already, whatever they and their classes are called, are not brought again. */
export async function dataOf(
  datasets: Pick<Datasets, 'list' | 'prepareReady' | 'takeIn'>,
  unpacked: Unpacked,
  now: number,
): Promise<Part<DatasetId>[]> {
  const { list } = unpacked;
  const here = list.data.some(({ kind }) => kind === 'images') ? await datasets.list() : [];
  const parts: Part<DatasetId>[] = [];
  for (const [place, data] of list.data.entries()) {
    if (data.kind === 'known') {
      parts.push({ id: data.id, bring: null });
      continue;
    }
    const hashes = hashesOf(list, place);
    const alike = here.filter(
      ({ kind, trainCount, testCount }) =>
        kind === 'imported' && trainCount === data.trainCount && testCount === data.testCount,
    );
    const files = await datasets.prepareReady(alike.map(({ id }) => id));
    const known = files.find(
      ({ sha256 }) => sha256 && Object.entries(hashes).every(([part, hash]) => sha256[part as Name] === hash),
    );
    const id = known?.id ?? idOf(data, hashes);
    parts.push({ id, bring: known ? null : () => bringData(datasets, unpacked, place, { id, data, now }) });
  }
  return parts;
}

type Name = keyof typeof DATA_PARTS;

function hashesOf({ files }: LessonList, place: number): Record<Name, string> {
  const names = Object.entries(DATA_PARTS) as [Name, string][];
  const hash = (name: string): string =>
    files.find(({ path: inside }) => inside === `${dataFolder(place)}/${name}`)!.sha256;
  return Object.fromEntries(names.map(([part, name]) => [part, hash(name)])) as Record<Name, string>;
}

/** Named for its content, as every imported data set is. */
function idOf({ task, framing }: PackedData, hashes: Record<Name, string>): DatasetId {
  const hash = createHash('sha256')
    .update(JSON.stringify([hashes, task, framing]))
    .digest('hex');
  return `set-${hash.slice(0, 16)}`;
}

function bringData(
  datasets: Pick<Datasets, 'takeIn'>,
  { folder, name: origin }: Unpacked,
  place: number,
  { id, data, now }: { readonly id: DatasetId; readonly data: PackedData; readonly now: number },
): Promise<unknown> {
  const { name, task, framing } = data;
  const about = { id, name, kind: 'imported', task, framing, origin, stamp: '', mends: [], createdAt: now } as const;
  const inside = (part: Name): string => path.join(folder, dataFolder(place), DATA_PARTS[part]);
  const labels = async (part: Name): Promise<Uint16Array> => labelsFromBytes(await fs.readFile(inside(part)));
  return datasets.takeIn({ ...about, mends: [] }, async (files) => {
    await move(inside('trainImages'), files.trainImages);
    await move(inside('testImages'), files.testImages);
    return { trainLabels: await labels('trainLabels'), testLabels: await labels('testLabels') };
  });
}
