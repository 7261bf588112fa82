import path from 'node:path';
import { z } from 'zod';

/**
 * Chromium hands a second start on to the first one, command line, folder and our list of files, in 32 KiB; with more than that it kills
 * the first one, which it takes for one that hangs. Bytes of the command line, and of the list's paths.
 */
const [LONGEST_LINE, LONGEST_LIST] = [16_384, 8_192];

/** Files that are opened at once. */
const MOST = 64;

/** What a second start tells the first one. Any program of this user can: it is looked at like a file's content. */
const handedSchema = z.object({
  files: z.array(z.string().min(1).max(LONGEST_LIST).refine(path.isAbsolute)).max(MOST),
});

/** What a command line says. */
export interface Start {
  /** The files that it names, absolute; as many as one start may hand on to another. */
  readonly files: readonly string[];
  /** The options that it has, and in a checkout what leads to the program. */
  readonly options: readonly string[];
  /** The words to start with instead, where there are too many to be handed on: the same options, with these files; null where they fit. */
  readonly shorter: readonly string[] | null;
}

/**
 * Reads a command line; relative paths are from `cwd`, and options are no files. `entry` is the program's own path in a checkout, where
 * Electron's options and it come first; null for a packed program.
 */
export function readStart(argv: readonly string[], cwd: string, entry: string | null): Start {
  const at = entry === null ? 0 : argv.findIndex((word) => path.resolve(cwd, word) === entry);
  if (at < 0) return { files: [], options: argv.slice(1), shorter: null };
  const words = argv.slice(at + 1);
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const [before, after] = [words.slice(0, end), words.slice(end + 1)];
  const named = [...before.filter((word) => !isOption(word)), ...after].filter((word) => word !== '');
  const options = [...argv.slice(1, at + 1), ...before.filter(isOption)];
  const all = named.map((word) => path.resolve(cwd, word));
  const files = fitting(all, LONGEST_LIST);
  return { files, options, shorter: bytesOf(argv) <= LONGEST_LINE ? null : shorten(argv[0]!, options, all) };
}

/** Null where nothing would be won, or the options alone are too many: a start that gives way to another one must be its last. */
function shorten(program: string, options: readonly string[], files: readonly string[]): readonly string[] | null {
  const room = LONGEST_LINE - bytesOf([program, ...options, '--']);
  if (files.length === 0 || room < 0) return null;
  const some = fitting(files, Math.min(LONGEST_LIST, room));
  return some.length > 0 ? [...options, '--', ...some] : options;
}

/**
 * The folder that the program was started in, absolute. One that is gone by now cannot be asked for, by us or by our children, so that it is
 * left for the root then.
 */
export function startFolder(env: NodeJS.ProcessEnv = process.env): string {
  try {
    return process.cwd();
  } catch {
    const { root } = path.parse(process.execPath);
    process.chdir(root);
    const gone = env['PWD'];
    return gone !== undefined && path.isAbsolute(gone) ? gone : root;
  }
}

const isOption = (word: string): boolean => word.startsWith('-');

/** As many of the first files as are allowed and have room, in bytes. */
function fitting(all: readonly string[], room: number): string[] {
  const files: string[] = [];
  for (const file of all.slice(0, MOST)) {
    if (bytesOf([...files, file]) > room) break;
    files.push(file);
  }
  return files;
}

/** Each word with what ends it. */
const bytesOf = (words: readonly string[]): number => words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0);

/** What the first instance gets of a second one's files; none of what is no such list. */
export function handedFiles(data: unknown): string[] {
  const handed = handedSchema.safeParse(data);
  return handed.success ? handed.data.files : [];
}
