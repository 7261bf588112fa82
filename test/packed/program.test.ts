import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../fixtures/folders.ts';

// The packed program itself, and the tests of the window on it (CONTRIBUTING.md: all of them by INKSTONE_APP).
const dist = path.join(repositoryRoot, 'dist');
const program = path.join(dist, 'linux-unpacked', 'inkstone-studio.bin');

/** How an executable's wire says that a fuse is on. */
const ENABLED = '1'.charCodeAt(0);

it.each(['.deb', '.tar.gz'])('a %s is below 350 MB', (ending) => {
  const file = fs.readdirSync(dist).find((name) => name.endsWith(ending))!;
  expect(fs.statSync(path.join(dist, file)).size).toBeGreaterThan(100e6);
  expect(fs.statSync(path.join(dist, file)).size).toBeLessThan(350e6);
});

it('has its fuses as electron-builder.yml says', async () => {
  const config = fs.readFileSync(path.join(repositoryRoot, 'electron-builder.yml'), 'utf8');
  const [, said = ''] = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(config) ?? [];
  const wire = await getCurrentFuseWire(program);
  const found = [...said.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => {
    const fuse = FuseV1Options[`${name![0]!.toUpperCase()}${name!.slice(1)}` as keyof typeof FuseV1Options];
    return [name, wire[fuse] === ENABLED, value === 'true'];
  });
  expect(found.map(([name]) => name)).toContain('runAsNode');
  for (const [name, is, wanted] of found) expect([name, is]).toEqual([name, wanted]);
});

process.env['INKSTONE_APP'] = program;
await import('../e2e-electron/first-start.test.ts');
await import('../e2e-electron/security.test.ts');
