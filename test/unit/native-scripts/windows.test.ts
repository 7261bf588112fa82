import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readExports, readImports } from '../../../scripts/windows/imports.ts';
import { triedWithoutArguments } from '../../../scripts/windows/tried.ts';
import { repositoryRoot } from '../../fixtures/folders.ts';

/** Of `objdump -p`, Debian 12's binutils; then the exports as newer ones tell them. */
const TOLD = `
The Import Tables (interpreted .rdata section contents)
 vma:            Hint    Time      Forward  DLL       First
 0003ea5c	0003eb10 00000000 00000000 0003f8b2 0003ee50

	DLL Name: tensorflow.dll
	vma:  Hint/Ord Member-Name Bound-To
	3f190	    0  TFE_ContextListDevices
	3f1aa	   12  TFE_DeleteContext

 0003ea70	0003ecd0 00000000 00000000 0003f8c1 0003f010

	DLL Name: KERNEL32.dll
	vma:  Hint/Ord Member-Name Bound-To
	3f5f6	    0  GetProcAddress

Export Address Table -- Ordinal Base 1
	[   0] +base[   1] 15f88e0 Export RVA

[Ordinal/Name Pointer] Table
	[   0] napi_register_module_v1
	[   1] node_api_module_get_api_version_v1
`;

it("reads a library's imports and exports", () => {
  expect([...readImports(TOLD)]).toEqual([
    ['tensorflow.dll', ['TFE_ContextListDevices', 'TFE_DeleteContext']],
    ['KERNEL32.dll', ['GetProcAddress']],
  ]);
  const exported = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];
  expect(readExports(TOLD)).toEqual(exported);
  expect(readExports(TOLD.replace(/\[ {3}(\d)\] n/g, '[   $1] +base[   $1]  000$1 n'))).toEqual(exported);
});

it('tries test files that are there', () => {
  const files = triedWithoutArguments().filter((word) => word.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !fs.existsSync(path.join(repositoryRoot, file)))).toEqual([]);
});

it('packs for macOS and Windows what is there', () => {
  const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown };
  const config = fs.readFileSync(path.join(repositoryRoot, 'electron-builder.yml'), 'utf8');
  expect(load(config)).toMatchObject({
    nsis: { perMachine: false, allowElevation: false, deleteAppDataOnUninstall: false },
    mac: { hardenedRuntime: true },
  });
  const named = [...config.matchAll(/resources\/[\w./-]+/g)].map(([place]) => place);
  expect(named).toContain('resources/windows/installer.nsh');
  expect(named.filter((place) => !fs.existsSync(path.join(repositoryRoot, place)))).toEqual([]);
});
