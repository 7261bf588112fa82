import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Browsers of 2021: the page is opened on whatever machine there is. */
const TARGET = 'es2021';

/**
 * The page with a pad that models are exported as (electron/formats/exports/html): one script for the page, one for what it computes,
 * one style. Of the studio's words it has those that it asks for, and of its modules those that something is used of: most of the
 * contract's schemas are not.
 */
export async function buildPadPage(plugins) {
  const [{ build }, { default: vue }, { rolldown }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-vue'),
    import('rolldown'),
  ]);
  const outDir = path.join(root, 'out', 'node', 'pad-page');
  const folder = path.join(root, 'renderer', 'pad-page');
  const ownWords = {
    name: 'own-words',
    enforce: 'pre',
    resolveId: (source, importer) =>
      importer?.replaceAll('\\', '/').endsWith('/renderer/i18n/index.ts') && /^\.\/(en|zh)\.ts$/.test(source)
        ? path.join(folder, source)
        : null,
  };
  await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    plugins: [ownWords, vue(), ...plugins],
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __INTLIFY_JIT_COMPILATION__: 'true',
      'process.env.NODE_ENV': JSON.stringify('production'),
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: TARGET,
      rolldownOptions: { treeshake: { moduleSideEffects: (id) => id.includes('.css') } },
      lib: {
        entry: path.join(folder, 'main.ts'),
        formats: ['iife'],
        name: 'inkstonePadPage',
        fileName: () => 'page.js',
        cssFileName: 'page',
      },
    },
  });
  const bundle = await rolldown({
    input: path.join(root, 'shared', 'pad-page', 'predictor.ts'),
    plugins,
    transform: { target: TARGET },
  });
  await bundle.write({
    file: path.join(outDir, 'predictor.js'),
    format: 'iife',
    name: 'inkstonePredictor',
    minify: true,
  });
  await bundle.close();
}
