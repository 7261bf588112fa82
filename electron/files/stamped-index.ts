import { promises as fs, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeAtomic } from './atomic-write.ts';
import { readWhole } from './read-whole.ts';

/** What tells that a file has changed: its time, milliseconds, and its size, bytes. */
export interface Stamp {
  readonly mtime: number;
  readonly size: number;
}

/** Whether a file is as it was. */
export const isSameStamp = (a: Stamp, b: Stamp): boolean => a.mtime === b.mtime && a.size === b.size;

/** Null if there is no such file. */
export const stampOf = (file: string): Promise<Stamp | null> =>
  fs.stat(file).then(
    ({ mtimeMs, size }) => ({ mtime: mtimeMs, size }),
    () => null,
  );

/** Milliseconds that looking at files may keep a process from its other work. */
const AT_A_STRETCH = 4;

/**
 * The stamps of many files, in their order. One after the other in short stretches: ten thousand promises of a file's state take
 * several times as long as the ten thousand looks.
 */
export async function stampsOf(files: readonly string[]): Promise<(Stamp | null)[]> {
  const stamps: (Stamp | null)[] = [];
  let begun = performance.now();
  for (const file of files) {
    stamps.push(stampNow(file));
    if (performance.now() - begun < AT_A_STRETCH) continue;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
  }
  return stamps;
}

function stampNow(file: string): Stamp | null {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats ? { mtime: stats.mtimeMs, size: stats.size } : null;
  } catch {
    return null;
  }
}

interface Entry<T> {
  readonly stamp: Stamp;
  readonly value: T;
}

const valueAt = <T>(entry: Entry<T> | undefined, stamp: Stamp): T | undefined =>
  entry && isSameStamp(entry.stamp, stamp) ? entry.value : undefined;

const headSchema = z.object({ version: z.literal(1), form: z.string(), sha256: z.string() });

/**
 * What was read of many small files, each under a name, in one file: so that a start reads one file in place of ten thousand. It is a
 * cache and nothing else: an entry holds as long as its file has the stamp that it had when it was read, and an index that is
 * torn, changed or of another form is made anew. What its hash and its form vouch for is not checked entry by entry: that took
 * longer than all the rest. It is written whole, so that of several hosts that write it the last one
 * wins, and each finds a whole one.
 */
export class StampedIndex<T> {
  private readonly file: string;
  private readonly schema: z.ZodType<T>;
  private formName: string | null = null;
  private loading: Promise<Map<string, Entry<T>>> | null = null;
  private changes = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(file: string, schema: z.ZodType<T>) {
    this.file = file;
    this.schema = schema;
  }

  /**
   * Names the form of the values: a studio with another schema makes the index anew. It is told when there is an index to
   * read or to write, since it takes tens of milliseconds of a start.
   */
  private get form(): string {
    const told = (): string => JSON.stringify(z.toJSONSchema(this.schema, { unrepresentable: 'any' }));
    return (this.formName ??= hashOf(Buffer.from(told())));
  }

  /** Entries that the file on the disk lacks, or has though they are gone. */
  get unwritten(): number {
    return this.changes;
  }

  /** The values of names while their files have these stamps; undefined where the index has none. */
  async getAll(names: readonly { readonly id: string; readonly stamp: Stamp }[]): Promise<(T | undefined)[]> {
    const entries = await this.load();
    return names.map(({ id, stamp }) => valueAt(entries.get(id), stamp));
  }

  /** The value of a name while its file has this stamp. */
  async get(name: string, stamp: Stamp): Promise<T | undefined> {
    return valueAt((await this.load()).get(name), stamp);
  }

  async set(name: string, stamp: Stamp, value: T): Promise<void> {
    (await this.load()).set(name, { stamp, value });
    this.changes += 1;
  }

  async delete(name: string): Promise<void> {
    if ((await this.load()).delete(name)) this.changes += 1;
  }

  /** Drops all names but these. */
  async keepOnly(names: ReadonlySet<string>): Promise<void> {
    for (const name of (await this.load()).keys()) if (!names.has(name)) await this.delete(name);
  }

  /** Writes it where it has changed. Throws storage errors; the file is then what it was. */
  write(): Promise<void> {
    const write = async (): Promise<void> => {
      const { changes } = this;
      if (changes === 0) return;
      const rows = [...(await this.load())].map(([name, { stamp, value }]) => [name, stamp.mtime, stamp.size, value]);
      const body = Buffer.from(JSON.stringify(rows));
      const head = Buffer.from(`${JSON.stringify({ version: 1, form: this.form, sha256: hashOf(body) })}\n`);
      await writeAtomic(this.file, [head, body]);
      this.changes -= changes;
    };
    const turn = this.writing.then(write);
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  private load(): Promise<Map<string, Entry<T>>> {
    return (this.loading ??= this.read());
  }

  private async read(): Promise<Map<string, Entry<T>>> {
    const bytes = await readWhole(this.file).catch(() => null);
    const rows = bytes && parse<T>(bytes, this.form);
    return new Map((rows ?? []).map(([name, mtime, size, value]) => [name, { stamp: { mtime, size }, value }]));
  }
}

type Row<T> = readonly [name: string, mtime: number, size: number, value: T];

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Null if it is not what this very studio would write. */
function parse<T>(bytes: Buffer, form: string): readonly Row<T>[] | null {
  try {
    const end = bytes.indexOf(0x0a);
    const head = headSchema.safeParse(JSON.parse(bytes.subarray(0, end).toString()));
    const body = bytes.subarray(end + 1);
    if (!head.success || head.data.form !== form || head.data.sha256 !== hashOf(body)) return null;
    return JSON.parse(body.toString()) as readonly Row<T>[];
  } catch {
    return null;
  }
}
