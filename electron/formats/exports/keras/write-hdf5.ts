import type { Group } from 'h5wasm';
import { hdf5Library } from '../../models/hdf5.ts';
import type { KerasWeight } from './graph.ts';

let written = 0;

/** An HDF5 file in memory: float32 data sets at their paths, in groups. */
export async function writeHdf5(tensors: readonly KerasWeight[]): Promise<Uint8Array> {
  const { File, FS } = await hdf5Library();
  const name = `export-${written++}.h5`;
  atNoTime(() => {
    const file = new File(name, 'w');
    try {
      writeAll(file, tensors);
    } finally {
      file.close();
    }
  });
  try {
    return FS!.readFile(name);
  } finally {
    FS!.unlink(name);
  }
}

function writeAll(file: Group, tensors: readonly KerasWeight[]): void {
  const made = new Set<string>();
  for (const { path, shape, values } of tensors) {
    const parts = path.split('/');
    parts.slice(0, -1).forEach((_, depth) => {
      const group = parts.slice(0, depth + 1).join('/');
      if (!made.has(group)) file.create_group(group);
      made.add(group);
    });
    file.create_dataset({ name: path, data: values, shape: [...shape], dtype: '<f4' });
  }
}

/** HDF5 notes when each data set was written. The same weights are to give the same bytes, so it is told no time. */
function atNoTime(work: () => void): void {
  const { now } = Date;
  Date.now = () => 0;
  try {
    work();
  } finally {
    Date.now = now;
  }
}
