import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** One project for each kind of test, so that `npm test -- --only trainer` runs a part. */
const project = (name: string, extra: object = {}, root: object = {}) => ({
  ...root,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node',
    setupFiles: ['test/fixtures/patience.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...extra,
  },
});

export default defineConfig({
  test: {
    // All of a machine's cores: by default one is left out, which is half of CI's two.
    maxWorkers: '100%',
    projects: [
      project('unit'),
      project('contract'),
      // Real trainers behind real hosts: whole runs and their 10,000 test images, also on a busy machine.
      project('services', { testTimeout: 400_000 }),
      // TensorFlow wants a process of its own (one addon a process) and both cores to itself.
      project('trainer', { pool: 'forks', fileParallelism: false, testTimeout: 400_000 }),
      project('component', { environment: 'happy-dom' }, { plugins: [vue()] }),
      // Whole runs on a screen, as long as the busiest machine makes them take.
      project('e2e-web', { fileParallelism: false, testTimeout: 600_000, hookTimeout: 300_000 }),
      project('e2e-electron', { fileParallelism: false, testTimeout: 600_000, hookTimeout: 300_000 }),
      project('packed', {
        fileParallelism: false,
        testTimeout: 600_000,
        hookTimeout: 1_200_000,
        globalSetup: ['test/packed/make-packages.ts'],
      }),
    ],
  },
});
