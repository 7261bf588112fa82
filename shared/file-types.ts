/**
 * The files that the studio is opened with by a double click. One list, which packages lay into the system (scripts/package) and the window
 * goes by.
 */
export interface FileType {
  readonly kind: 'run' | 'preset' | 'recipe' | 'hand' | 'model';
  readonly mime: string;
  /** Of the file's name, the longest first; the studio writes the first one. */
  readonly endings: readonly string[];
  /** What such a file is as any other program sees it. */
  readonly parent: 'application/zip' | 'application/json';
  readonly words: { readonly en: string; readonly zh: string };
}

export const FILE_TYPES = [
  {
    kind: 'run',
    mime: 'application/x-inkstone-run',
    endings: ['.run.zip'],
    parent: 'application/zip',
    words: { en: 'Inkstone training run', zh: 'Inkstone 训练记录' },
  },
  {
    kind: 'preset',
    mime: 'application/x-inkstone-preset',
    endings: ['.inkstone.json'],
    parent: 'application/json',
    words: { en: 'Inkstone preset', zh: 'Inkstone 预设' },
  },
  {
    kind: 'recipe',
    mime: 'application/x-inkstone-recipe',
    endings: ['.recipe.json'],
    parent: 'application/json',
    words: { en: 'Inkstone recipe', zh: 'Inkstone 训练配置' },
  },
  {
    kind: 'hand',
    mime: 'application/x-inkstone-hand',
    endings: ['.strokes.json'],
    parent: 'application/json',
    words: { en: 'Inkstone handwriting', zh: 'Inkstone 手写数据' },
  },
  {
    kind: 'model',
    mime: 'application/x-inkstone-model',
    endings: ['.inkstone.zip'],
    parent: 'application/zip',
    words: { en: 'Inkstone model', zh: 'Inkstone 模型' },
  },
  {
    kind: 'model',
    mime: 'application/x-keras-model',
    endings: ['.keras'],
    parent: 'application/zip',
    words: { en: 'Keras model', zh: 'Keras 模型' },
  },
] as const satisfies readonly FileType[];

export type FileKind = FileType['kind'];

/** Before the ending: what systems and browsers put there to tell copies apart, `name.run (1).zip`. */
const COPY = String.raw`( ?\(\d+\)|[ -]copy( \d+)?)?`;

const PATTERNS = FILE_TYPES.map(({ kind, endings }) => {
  const parts = endings.map((ending) => {
    const at = ending.lastIndexOf('.');
    return `${escaped(ending.slice(0, at))}${COPY}${escaped(ending.slice(at))}`;
  });
  return { kind, pattern: new RegExp(`(${parts.join('|')})$`, 'i') };
});

/** What a file is, by its name; null if it is none of these. Keras's older files are told by theirs, which other programs have too. */
export function fileKindOf(name: string): FileKind | null {
  const known = PATTERNS.find(({ pattern }) => pattern.test(name));
  if (known) return known.kind;
  return /\.(h5|hdf5)$/i.test(name) || /^model[^/\\]*\.json$/i.test(name) ? 'model' : null;
}

function escaped(text: string): string {
  return text.replaceAll('.', String.raw`\.`);
}
