import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * What an addon asks for that is not there: `LIBRARY: NAME` of each import that a library beside it does not export, libraries that are
 * neither beside it nor Windows' own, and Node-API's functions (looked up by the addon itself, see electron/native/windows) that
 * `node` does not export. Empty: all is there.
 */
export function unmetImports(addon: string, folder: string, node: string): string[] {
  const beside = new Map(fs.readdirSync(folder).map((name) => [name.toLowerCase(), path.join(folder, name)]));
  const unmet: string[] = [];
  for (const [library, names] of readImports(objdump(addon))) {
    const file = beside.get(library.toLowerCase());
    if (file) unmet.push(...missingFrom(file, names).map((name) => `${library}: ${name}`));
    else if (!isOfWindows(library)) unmet.push(`${library}: neither beside the addon nor of Windows`);
  }
  const asked = fs.readFileSync(addon, 'latin1').match(/\bnapi_\w+(?=\0)/g) ?? [];
  const looked = [...new Set(asked)].filter((name) => name !== 'napi_register_module_v1');
  if (looked.length === 0) unmet.push('Node: the addon names none of its functions');
  return [...unmet, ...missingFrom(node, looked).map((name) => `Node: ${name}`)];
}

function missingFrom(file: string, names: readonly string[]): string[] {
  const exported = new Set(readExports(objdump(file)));
  return names.filter((name) => !exported.has(name));
}

/** What every Windows 10 has. */
const isOfWindows = (library: string): boolean =>
  /^(api-ms-win-[\w-]+|kernel32|advapi32|ntdll|user32|ws2_32|msvcrt|ucrtbase)\.dll$/i.test(library);

const objdump = (file: string): string =>
  execFileSync('objdump', ['--private-headers', file], { encoding: 'latin1', maxBuffer: 1 << 30 });

/** Names by library, of what `objdump -p` tells of a program for Windows. */
export function readImports(text: string): Map<string, string[]> {
  const imports = new Map<string, string[]>();
  let names: string[] | null = null;
  for (const line of text.split('\n')) {
    const library = /^\s*DLL Name: (\S+)/.exec(line)?.[1];
    if (library !== undefined) imports.set(library, (names = imports.get(library) ?? []));
    else if (/^\s*$/.test(line)) names = null;
    else names?.push(...(/^\s+[0-9a-f]+\s+(?:<none>|\d+)\s+(\w+)/.exec(line)?.slice(1) ?? []));
  }
  return imports;
}

/** The names that it exports, likewise. */
export const readExports = (text: string): string[] => {
  const table = text.slice(text.indexOf('[Ordinal/Name Pointer] Table'));
  // Newer binutils tell the ordinal, too.
  const line = /^\s*\[\s*\d+\](?:\s+\+base\[\s*\d+\]\s+[0-9a-f]+)?\s+(\S+)$/gm;
  return [...table.matchAll(line)].map(([, name]) => name!);
};
