import { z } from 'zod';
import { call } from '../define.ts';
import { errorDataSchema } from '../schemas/error.ts';
import { handle, none } from './common.ts';

/** A file that crosses whole. At most 128 MiB. */
const file = z.object({
  name: z.string().min(1).max(255),
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= 134_217_728),
});

/** Files that come in by a dialog, a drop or an upload, and files that the user keeps. */
export const filesCalls = {
  /** Opens the host's dialog. Null: dismissed. */
  'files.pick': call(
    z.object({ kind: z.enum(['folder', 'data', 'image', 'preset', 'recipe', 'model', 'scan', 'form', 'lesson']) }),
    z.object({ handle, name: z.string() }).nullable(),
  ),
  /** Brings a file's bytes, dropped on or chosen in the window. */
  'files.upload': call(file, z.object({ handle, name: z.string() })),
  /**
   * Takes what a user has dropped on the desktop window, by the name that came with the drop: read where it lies, of any size.
   * Each drop once; `handle-unknown` for another.
   */
  'files.dropped': call(z.object({ drop: handle }), z.object({ handle, name: z.string() })),
  /**
   * The files that the user had the program open, by a double click or at a terminal, each told once; `files.opened` of the events
   * says when there are more. One that is gone, or no file, comes with the error instead of a handle.
   */
  'files.opened': call(
    none,
    z.array(z.object({ name: z.string(), handle: handle.nullable(), error: errorDataSchema.nullable() })),
  ),
  /**
   * Writes a file where the user says in the host's dialog, which suggests the name; whole or not at all. Gives the name that
   * the user chose; null: dismissed. Throws `dialog-unavailable` (a browser saves files by itself), `disk-full`,
   * `save-denied`, `save-failed`.
   */
  'files.save': call(file, z.object({ name: z.string() }).nullable()),
  /**
   * Writes the page that the window shows as a PDF, page by page of paper, where the user says in the host's dialog. Null: dismissed. Throws
   * `dialog-unavailable` (a browser prints by itself) and as `files.save` does.
   */
  'files.print': call(z.object({ name: z.string().min(1).max(255) }), z.object({ name: z.string() }).nullable()),
  /**
   * Brings files of a folder, dropped on or chosen in the window, some at a time: at most 128 MiB a call and 8 GiB in all. `path`
   * is inside the folder, its parts joined by '/'. The first call makes the folder, further ones name it by its handle.
   */
  'files.uploadInto': call(
    z.object({
      folder: handle.nullable(),
      name: z.string().max(255),
      files: z
        .array(z.object({ path: z.string().min(1).max(1000), bytes: z.instanceof(Uint8Array) }))
        .max(1000)
        .refine((files) => files.reduce((sum, { bytes }) => sum + bytes.length, 0) <= 134_217_728),
    }),
    z.object({ handle, name: z.string() }),
  ),
} as const;
