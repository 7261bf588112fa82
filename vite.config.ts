import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** The renderer: the window's page, served as app:// by Electron and over loopback HTTP by the web host. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __INTLIFY_JIT_COMPILATION__: 'true' },
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome108',
    cssTarget: 'chrome108',
    assetsInlineLimit: 0, // the CSP allows no data: fonts or scripts
    chunkSizeWarningLimit: 1500,
  },
});
