import fs from 'node:fs';
import path from 'node:path';

/** What packages say of the program, from package.json. */
export interface Product {
  readonly name: string;
  readonly version: string;
  /** What it is, in a sentence without its full stop. */
  readonly summary: string;
  readonly author: string;
  readonly license: string;
  /** As Node names it. */
  readonly arch: string;
}

export function productOf(root: string): Product {
  const { name, version, description, author, license } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  return {
    name: name!,
    version: version!,
    summary: description!.replace(/\.$/, ''),
    author: author!,
    license: license!,
    arch: process.arch,
  };
}
