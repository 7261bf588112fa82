import type { Skipped } from '../../shared/contract/schemas/import.ts';
import type { Framing } from '../../shared/contract/schemas/task.ts';
import type { SourceFile, Tree } from './tree/open-tree.ts';

export type SplitName = 'train' | 'test';

/** Pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Something that the reader of a file noticed and a person should know: a code of the contract's warnings. */
export interface Note {
  readonly code:
    | 'gzip-trailing'
    | 'header-reversed'
    | 'values-scaled'
    | 'colour'
    | 'label-column'
    | 'validation-joined'
    | 'transposed-by-name';
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Some images of one size, and what each is of: a number as the file has it, or a name. */
export interface Samples {
  readonly size: Size;
  /** count x height x width bytes, row by row, as the file has them: 0 is mostly paper, but not in everybody's files. */
  readonly images: Uint8Array;
  readonly labels: ArrayLike<number | string>;
  /** Null: the files do not part training from test. */
  readonly split: SplitName | null;
}

export interface SampleOptions {
  readonly onNote: (note: Note) => void;
  readonly onSkipped: (skipped: Skipped) => void;
  /** How ink comes into images that are drawn. */
  readonly framing: Framing;
}

/** A data set that a provider found among the files. */
export interface FoundSet {
  /** Tells it from others in the same tree, for a person who has to choose. */
  readonly name: string;
  readonly files: readonly string[];
  /** How many images, where the files say so before they are read. */
  readonly count: number | null;
  /** The classes' names by their numbers, where a file has them (a mapping, a ClassLabel). Null: labels are all that is known. */
  readonly naming: ReadonlyMap<number, string> | null;
  /** Two if absent: one where somebody says what all of it shows. */
  readonly fewestClasses?: number;
  /** Known before anything is read. */
  readonly notes: readonly Note[];
  /** Pictures are grey levels, 0 black, and mostly dark on light; arrays are mostly ink levels, 0 paper. */
  readonly pictures: boolean;
  /** Pen strokes, which are drawn here: in either framing. */
  readonly drawn: boolean;
  /** Size and range of labels, in words: sets with equal `shape` could be parts of one data set. */
  readonly shape: string;
  /** Every image once, in the files' order, the same each time. */
  samples(options: SampleOptions): AsyncIterable<Samples>;
}

export interface Understood {
  readonly sets: readonly FoundSet[];
  readonly skipped: readonly Skipped[];
  /** Files that this provider has used or told of in `skipped`. */
  readonly claimed: readonly string[];
  /** Why files of its kind make no data set: reported if no provider finds one. */
  readonly fault?: Error | null;
}

export interface LookOptions {
  readonly readPicture: ReadPicture;
  /** What all pictures show, whatever their names, their folders and tables say. */
  readonly label?: string | undefined;
}

/** Decodes a picture of any kind to luminance, 0 black to 255 white. Throws `image-unreadable` {file}. */
export type ReadPicture = (bytes: Uint8Array, file: string) => Promise<Size & { readonly grey: Uint8Array }>;

/** Reads one kind of files. Each provider looks at all files that were opened and says which data sets it sees. */
export interface Provider {
  readonly id: string;
  look(tree: Tree, free: readonly SourceFile[], options: LookOptions): Promise<Understood>;
}
