import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/contract/errors.ts';
import { architectureContentSchema, revisionSchema } from '../../../shared/contract/schemas/architecture.ts';
import { momentSchema } from '../../../shared/contract/schemas/moment.ts';
import { nameSchema } from '../../../shared/contract/schemas/name.ts';
import { migrateRecipe } from '../../../shared/runs/migrate.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { namesIn } from '../../files/names-in.ts';

/**
 * versions/REVISION.json, version 1: a state of an architecture, whole. The newest one that can be read is the present state,
 * so a change is one file that is written, and a crash at any moment leaves the state before it or the one after.
 */
const versionSchema = z.object({
  version: z.literal(1),
  revision: revisionSchema,
  /** As when it was saved: where architecture.json is damaged, the name is found here. */
  name: nameSchema(120),
  createdAt: momentSchema,
  savedAt: momentSchema,
  /** When the sitting's first saving that this version holds was made. */
  since: momentSchema,
  /** Empty: the next saving never takes its place. */
  sitting: z.string(),
  content: architectureContentSchema,
});

export type StoredVersion = z.infer<typeof versionSchema>;

const folderOf = (folder: string): string => path.join(folder, 'versions');
/** Of equal length, so that a listing of the folder is in order. */
const fileOf = (folder: string, revision: number): string =>
  path.join(folderOf(folder), `${String(revision).padStart(8, '0')}.json`);

/** The revisions that have a file, the newest first. Throws storage errors. */
export async function revisionsIn(folder: string): Promise<number[]> {
  return (await namesIn(folderOf(folder)))
    .map((name) => Number(/^(\d{8,15})\.json$/.exec(name)?.[1] ?? 0))
    .filter((revision) => revision > 0)
    .sort((a, b) => b - a);
}

/** Null: there is none. Throws `file-torn`, `file-newer` {path} and storage errors. The file's name says its revision. */
export async function readVersion(folder: string, revision: number): Promise<StoredVersion | null> {
  const stored = await readJson(fileOf(folder, revision), versionSchema, 1, withTodaysRecipe);
  return stored && { ...stored, revision };
}

/** The newest version that can be read, passing over torn ones; null: there is none. Throws `file-newer` and storage errors. */
export async function newestVersion(
  folder: string,
  passedOver: (revision: number) => void,
): Promise<StoredVersion | null> {
  for (const revision of await revisionsIn(folder)) {
    try {
      const stored = await readVersion(folder, revision);
      if (stored) return stored;
    } catch (error) {
      if (!(error instanceof AppError) || !['file-torn', 'not-a-file'].includes(error.code)) throw error;
      passedOver(revision);
    }
  }
  return null;
}

/** Throws storage errors. */
export const writeVersion = (folder: string, version: StoredVersion): Promise<void> =>
  writeJson(fileOf(folder, version.revision), version);

/** What no longer counts is cleared away; where that fails it is one version more. */
export const dropVersion = (folder: string, revision: number): Promise<void> =>
  fs.rm(fileOf(folder, revision), { force: true }).catch(() => undefined);

const looseSchema = z.object({ content: z.object({ recipe: z.unknown() }).loose() }).loose();

function withTodaysRecipe(json: unknown): unknown {
  const loose = looseSchema.safeParse(json);
  if (!loose.success) return json;
  const { content, ...version } = loose.data;
  return { ...version, content: { ...content, recipe: migrateRecipe(content.recipe) } };
}
