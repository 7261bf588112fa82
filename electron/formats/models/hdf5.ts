import type * as h5wasm from 'h5wasm';
import { AppError } from '../../../shared/contract/errors.ts';
import { elements } from '../../../shared/model/info.ts';
import type { StoredTensor } from './weight-store.ts';

type Library = typeof h5wasm;

/** Groups within groups, and entries in all, that are looked at. */
const [DEEPEST, MOST] = [16, 20_000];

/** The parts of an HDF5 file that a model may lie in. */
export interface Hdf5 {
  /** A text that is attached to the file itself; null if there is none. */
  text(attribute: string): string | null;
  /** All data sets, by their paths from the root, without the first slash, in the order in which they were written where the file knows it. */
  readonly tensors: readonly StoredTensor[];
}

let library: Promise<Library> | undefined;

/**
 * WebAssembly, loaded when it is first needed. It keeps the console.error that it finds, for what the C library tells of each fault of a
 * damaged file: that is for nobody.
 */
export function hdf5Library(): Promise<Library> {
  return (library ??= (async () => {
    const said = console.error;
    console.error = () => undefined;
    try {
      const module = await import('h5wasm');
      await module.ready;
      return module;
    } catch (error) {
      // The next model asks again: memory or files may have been short for a moment.
      library = undefined;
      throw error;
    } finally {
      console.error = said;
    }
  })());
}

let opened = 0;

/**
 * Opens HDF5 in memory for as long as `work` takes. Throws `model-file-damaged` {file} for what cannot be read, and what `work`
 * throws.
 */
export async function withHdf5<T>(bytes: Uint8Array, file: string, work: (hdf5: Hdf5) => T): Promise<T> {
  const { File, FS, Dataset, Group } = await hdf5Library();
  const damaged = (cause: unknown): AppError => new AppError('model-file-damaged', { file }, cause);
  const name = `model-${opened++}.h5`;
  let source: InstanceType<Library['File']> | null = null;
  try {
    FS!.writeFile(name, bytes);
    source = new File(name, 'r');
    const tensors: StoredTensor[] = [];
    let entries = 0;
    const walk = (group: InstanceType<Library['Group']>, inside: string, depth: number): void => {
      for (const key of group.keys()) {
        // A group may hold itself, under many names.
        if (++entries > MOST) throw damaged('too many entries');
        const entry = group.get(key);
        if (entry instanceof Dataset) tensors.push(tensorOf(entry, inside + key, damaged));
        else if (entry instanceof Group && depth < DEEPEST) walk(entry, `${inside}${key}/`, depth + 1);
      }
    };
    walk(source, '', 0);
    const { attrs } = source;
    return work({ tensors, text: (attribute) => textOf(attrs[attribute]?.value) });
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error);
  } finally {
    try {
      source?.close();
      FS!.unlink(name);
    } catch {
      // Nothing of it is used any more.
    }
  }
}

const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : null;
};

function tensorOf(
  dataset: InstanceType<Library['Dataset']>,
  path: string,
  damaged: (cause: unknown) => AppError,
): StoredTensor {
  const shape = dataset.shape ?? [];
  return {
    path,
    shape,
    read() {
      const { value } = dataset;
      if (!ArrayBuffer.isView(value)) throw damaged(`${path} holds no numbers`);
      const values = Float32Array.from(value as unknown as ArrayLike<number>);
      if (values.length !== elements(shape)) throw damaged(`${path} is cut off`);
      return values;
    },
  };
}
