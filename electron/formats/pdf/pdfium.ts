import { existsSync, promises as fs } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WrappedPdfiumModule } from '@embedpdf/pdfium';

/**
 * PDFium, which reads and draws PDFs in Chrome, as WebAssembly: all kinds of packing that scanners use, broken tables, protection without a password,
 * and text and lines besides. (pdf.js is larger, wants a canvas for drawing, and its versions that Node 16 runs are no longer kept.) What a hostile file does to
 * it stays in memory of its own, and it can reach no file and no network.
 */
export interface Pdfium {
  /** PDFium's own functions. Those that a file is too much for trap: they throw, and the instance is not to be used any more. */
  readonly call: WrappedPdfiumModule;
  /** All its memory; another view after it has grown. */
  memory(): Uint8Array;
  /** Room for so many bytes, by its address; freed when `work` is over. Throws what `work` throws, and an error where there is no room. */
  withRoom<T>(bytes: number, work: (address: number) => T): T;
  /** A function that PDFium may call. Its numbers are 32 bits. */
  callback(types: string, work: (...numbers: number[]) => number): number;
}

const PACKAGE = '@embedpdf/pdfium';

type Imports = Record<string, Record<string, unknown>>;

/** What Node has and its types do not tell. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  Instance: new (module: object, imports: Imports) => { readonly exports: object };
};

let compiled: Promise<object> | undefined;

/** An instance of its own, with so much memory at most, bytes: it is forgotten with whoever holds it. */
export async function createPdfium(mostMemory: number): Promise<Pdfium> {
  const [{ init }, module] = await Promise.all([import('@embedpdf/pdfium'), compile()]);
  const silent = (): void => undefined;
  const instantiate = (imports: Imports, done: (instance: object) => void): object => {
    boundMemory(imports, mostMemory);
    const instance = new WebAssembly.Instance(module, imports);
    done(instance);
    return instance.exports;
  };
  // The types have another form of its imports than they have.
  const call = await init({ print: silent, printErr: silent, instantiateWasm: instantiate as never });
  call.PDFiumExt_Init();
  const { pdfium } = call;
  const { malloc, free } = pdfium.wasmExports;
  return {
    call,
    memory: () => pdfium.HEAPU8,
    withRoom(bytes, work) {
      const address = malloc(bytes) >>> 0;
      if (address === 0) throw new RangeError(`no room for ${bytes} bytes`);
      try {
        return work(address);
      } finally {
        free(address);
      }
    },
    callback: (types, work) => pdfium.addFunction(work, types),
  };
}

/** Built, it lies beside the reader's bundle (scripts/build.mjs). */
function compile(): Promise<object> {
  return (compiled ??= (async () => {
    const beside = path.join(path.dirname(fileURLToPath(import.meta.url)), 'pdfium.wasm');
    const file = existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`${PACKAGE}/pdfium.wasm`);
    return WebAssembly.compile(await fs.readFile(file));
  })().catch((error: unknown) => {
    // The next file asks again: memory or files may have been short for a moment.
    compiled = undefined;
    throw error;
  }));
}

/** Has the memory grow to the bound and no further. */
function boundMemory(imports: Imports, most: number): void {
  const env = imports['env']!;
  const grow = env['emscripten_resize_heap'] as (bytes: number) => number;
  env['emscripten_resize_heap'] = (bytes: number): number => (bytes >>> 0 > most ? 0 : grow(bytes));
}
