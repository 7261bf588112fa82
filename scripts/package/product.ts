import fs from 'node:fs';
import path from 'node:path';

/** What packages say of the program, from package.json. */
export interface Product {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly author: string;
  readonly license: string;
  /** As Node names it. */
  readonly arch: string;
}

export function productOf(root: string): Product {
  const { name, productName, version, description, author, license } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  return {
    name: name!,
    title: productName!,
    version: version!,
    description: description!,
    author: author!,
    license: license!,
    arch: process.arch,
  };
}
