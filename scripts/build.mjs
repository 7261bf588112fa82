#!/usr/bin/env node
// Builds everything into out/: the renderer by vite, and each Node entry point by rolldown into one CommonJS file, with what it
// imports only when it is needed (`import()`) in files beside it: a start neither reads nor parses the queue, HDF5 or WebGPU.
// Main must be CommonJS and everything here must run on Electron 22's Node 16 (see ARCHITECTURE.md).
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPadPage } from './lib/build-pad-page.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

// Whoever builds (the tests of packages do): what is built is what ships. Vue's development version is larger and slower.
process.env.NODE_ENV = 'production';

/** Entry points: output path under out/ -> source file. */
const ENTRIES = {
  'main/main': 'electron/main.ts',
  'main/preload': 'electron/preload.ts',
  'node/trainer': 'electron/trainer.ts',
  'node/reader': 'electron/reader.ts',
  'node/worker': 'electron/worker.ts',
  'node/web': 'electron/web.ts',
  'node/cli': 'electron/cli.ts',
};

/** Warnings about tfjs and google-protobuf, which we cannot change. */
const QUIET = ['EVAL', 'CIRCULAR_DEPENDENCY'];

async function buildNode(plugins) {
  const { rolldown } = await import('rolldown');
  for (const [name, source] of Object.entries(ENTRIES)) {
    const folder = path.join(root, 'out', path.dirname(name));
    const entry = path.basename(name);
    const bundle = await rolldown({
      input: { [entry]: path.join(root, source) },
      platform: 'node',
      plugins,
      external: ['electron', /\.node$/],
      transform: { target: 'node16' },
      onLog: (level, log, handler) => (QUIET.includes(log.code) ? undefined : handler(level, log)),
    });
    await bundle.write({
      dir: folder,
      entryFileNames: '[name].cjs',
      // Without a hash, so that the next build writes over them.
      chunkFileNames: `${entry}.[name].cjs`,
      format: 'cjs',
      sourcemap: true,
    });
    await bundle.close();
  }
}

/** WebAssembly that the reader (PDFium) and a worker (ONNX Runtime) load as files: too large to stand in their code. */
const WASM = ['@embedpdf/pdfium/dist/pdfium.wasm', 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'];

function layWasm() {
  for (const file of WASM) {
    copyFileSync(path.join(root, 'node_modules', file), path.join(root, 'out', 'node', path.basename(file)));
  }
}

async function buildRenderer(plugins) {
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn', plugins });
}

/** All of it, and the licences of all that went in, for the window to show. Throws where one of them is unknown or its text missing. */
async function buildAll() {
  const { listBundled } = await import('./licences/bundled.ts');
  const { collectParts, foldersAtHand, keepBundled } = await import('./licences/collect.ts');
  const { writeForWindow } = await import('./licences/write-licences.ts');
  const bundled = listBundled();
  await buildNode([bundled.plugin()]);
  layWasm();
  await buildPadPage([bundled.plugin()]);
  await buildRenderer([bundled.plugin()]);
  keepBundled(bundled.folders);
  writeForWindow(path.join(root, 'out', 'renderer', 'licences'), collectParts(foldersAtHand(), { unpacked: true }));
}

try {
  await buildAll();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
