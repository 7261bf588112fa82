interface Names {
  /** The C library: in TensorFlow's wheels, and in Google's libtensorflow archives. */
  readonly main: readonly string[];
  /** What must lie beside it. */
  readonly beside: readonly string[];
}

const NAMES: Readonly<Record<string, Names>> = {
  linux: { main: ['libtensorflow_cc.so.2', 'libtensorflow.so.2'], beside: ['libtensorflow_framework.so.2'] },
  darwin: { main: ['libtensorflow_cc.2.dylib', 'libtensorflow.2.dylib'], beside: ['libtensorflow_framework.2.dylib'] },
  // OpenMP's and Visual C++'s runtimes, which a bare Windows lacks.
  win32: {
    main: ['tensorflow.dll'],
    beside: ['libiomp5md.dll', 'msvcp140.dll', 'vcruntime140.dll', 'vcruntime140_1.dll', 'concrt140.dll'],
  },
};

/**
 * The C library among these paths (the first found) and what belongs beside it, in this order; null if not all of them are
 * there.
 */
export function findLibraries(paths: readonly string[], platform: string = process.platform): string[] | null {
  const names = NAMES[platform];
  if (!names) return null;
  for (const name of names.main) {
    const main = paths.find((path) => baseName(path) === name);
    if (main === undefined) continue;
    const beside = names.beside.map((other) => main.slice(0, -name.length) + other);
    if (beside.every((file) => paths.includes(file))) return [main, ...beside];
  }
  return null;
}

const baseName = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
