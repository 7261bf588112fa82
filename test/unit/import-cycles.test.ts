import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot, temporaryFolder } from '../fixtures/folders.ts';
import { findCycles, readImportGraph } from '../fixtures/import-graph.ts';

const PARTS = ['shared', 'electron', 'renderer', 'scripts', 'bench', 'test'];

it('no file imports itself by way of others, not even for a type', () => {
  const graph = readImportGraph(repositoryRoot, PARTS);
  expect(graph.get('electron/trainer.ts')).toContain('electron/trainer/session.ts');
  expect(graph.get('renderer/views/TrainView.vue')).toContain('renderer/stores/train-draft.ts');
  expect(findCycles(graph).map((cycle) => cycle.join(' -> '))).toEqual([]);
});

it('a cycle of values, types, dynamic imports and components is found and named', () => {
  const { folder, remove } = temporaryFolder();
  const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder, 'shared', name), text);
  fs.mkdirSync(path.join(folder, 'shared'));
  write('start.ts', "import { a } from './a.ts';\nimport './look.css';\nimport os from 'node:os';");
  write('look.css', '');
  write('a.ts', "import type { B } from './B.vue';");
  write('B.vue', '<script setup lang="ts">\nexport { c } from \'./c.ts\';\n</script>\n<template><p /></template>');
  write('c.ts', "export const a = () => import('./a.ts');\nimport { end } from './end.ts';");
  write('end.ts', 'export const end = 1;');
  try {
    const cycles = findCycles(readImportGraph(folder, ['shared']));
    expect(cycles).toHaveLength(1);
    expect([...new Set(cycles[0])].sort()).toEqual(['shared/B.vue', 'shared/a.ts', 'shared/c.ts']);
    expect(cycles[0]!.at(-1)).toBe(cycles[0]![0]);
    write('c.ts', "import { gone } from './gone.ts';");
    expect(() => readImportGraph(folder, ['shared'])).toThrow('./gone.ts, which does not exist');
  } finally {
    remove();
  }
});
