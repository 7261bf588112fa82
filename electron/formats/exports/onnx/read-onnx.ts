import { existsSync, promises as fs } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { elements } from '../../../../shared/model/info.ts';
import { INPUT, OUTPUT } from '../about.ts';
import type { OpenExport } from '../open-export.ts';

const WASM = 'ort-wasm-simd-threaded.wasm';

/** An ONNX file in ONNX Runtime, as WebAssembly: what it does to a bad file stays in the memory of its process. */
export const openOnnx: OpenExport = async (file) => {
  await load();
  const session = await InferenceSession.create(await fs.readFile(file));
  return {
    async read(images, shape) {
      const input = new Tensor('float32', images, [images.length / elements(shape), ...shape]);
      const answers = await session.run({ [INPUT]: input });
      return answers[OUTPUT]!.data as Float32Array;
    },
  };
};

let loading: Promise<void> | undefined;

/** Built, it lies beside the worker's bundle (scripts/build.mjs). */
function load(): Promise<void> {
  return (loading ??= (async () => {
    const beside = path.join(path.dirname(fileURLToPath(import.meta.url)), WASM);
    const file = existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`onnxruntime-web/${WASM}`);
    env.wasm.wasmBinary = Uint8Array.from(await fs.readFile(file)).buffer;
    env.wasm.numThreads = 1;
    env.logLevel = 'error';
  })());
}
