/** What the C library is called: in TensorFlow's wheels, and in Google's libtensorflow archives. */
const NAMES: Readonly<Record<string, { main: readonly string[]; framework: string }>> = {
  linux: { main: ['libtensorflow_cc.so.2', 'libtensorflow.so.2'], framework: 'libtensorflow_framework.so.2' },
  darwin: { main: ['libtensorflow_cc.2.dylib', 'libtensorflow.2.dylib'], framework: 'libtensorflow_framework.2.dylib' },
};

export interface LibraryFiles {
  readonly main: string;
  readonly framework: string;
}

/** The two libraries among these paths (the first main library found, and the framework beside it); null if not both are there. */
export function findLibraries(paths: readonly string[], platform: string = process.platform): LibraryFiles | null {
  const names = NAMES[platform];
  if (!names) return null;
  for (const name of names.main) {
    const main = paths.find((path) => baseName(path) === name);
    const framework = main && paths.find((path) => path === main.slice(0, -name.length) + names.framework);
    if (main && framework) return { main, framework };
  }
  return null;
}

const baseName = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
