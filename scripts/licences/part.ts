/** One thing that is shipped, under a licence of its own. */
export interface Part {
  readonly name: string;
  /** Null where it has none, or where it is told by what it came with. */
  readonly version: string | null;
  /** `program`: ours, and what is bundled with it; `native`: libraries and runtimes beside it; `chromium`: what Chromium is made of. */
  readonly group: 'program' | 'native' | 'chromium';
  /** An SPDX expression; null for what has only its own words (of Chromium's parts). */
  readonly licence: string | null;
  readonly homepage: string | null;
  /** The licence's text, whole. */
  readonly text: string;
  /** A package URL (purl), for the bill of materials; null: it is a part of another component. */
  readonly purl: string | null;
  /** npm's own checksum of the package: SHA-512, hex. */
  readonly sha512?: string | undefined;
  /** The files that were shipped of it, where it is no text. */
  readonly files?: readonly ShippedFile[] | undefined;
}

export interface ShippedFile {
  /** In the package's own layout, its parts joined by '/'. */
  readonly path: string;
  readonly sha256: string;
}

/** Licences that may be shipped, by words that their texts have. A new one is looked at by a person before it stands here. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  '0BSD': /Permission to use, copy, modify, and\/or distribute/,
  'Apache-2.0': /Terms and Conditions for use, reproduction, and distribution/i,
  'BSD-2-Clause': /Redistribution and use in source and binary forms/,
  'BSD-3-Clause': /Neither the name/,
  ISC: /Permission to use, copy, modify, and\/or distribute/,
  'LGPL-3.0-or-later': /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3[^]*GNU GENERAL PUBLIC LICENSE\s+Version 3/,
  'LicenseRef-NIST-HDF5': /NIST-developed software/,
  'MPL-2.0': /Mozilla Public License Version 2\.0/i,
  'OFL-1.1': /SIL OPEN FONT LICENSE Version 1\.1/i,
  MIT: /Permission is hereby granted, free of charge/,
};

/** What is wrong with a part, in words; null if nothing is. */
export function faultOf({ name, licence, text, group }: Part): string | null {
  if (text.trim() === '') return `${name}: its licence's text is missing`;
  if (group === 'chromium') return null;
  if (licence === null) return `${name}: its licence is unknown`;
  const ids = idsOf(licence);
  const unknown = ids.filter((id) => !Object.hasOwn(ALLOWED, id));
  if (unknown.length > 0) return `${name}: nobody has looked at ${unknown.join(', ')}`;
  const untold = ids.filter((id) => !ALLOWED[id]!.test(text.replace(/\s+/g, ' ')));
  return untold.length === 0 ? null : `${name}: its text is not that of ${untold.join(', ')}`;
}

/** The licences that an SPDX expression names. */
export const idsOf = (expression: string): string[] =>
  expression.split(/\s+(?:AND|OR)\s+|[()]/).filter((id) => id !== '');
