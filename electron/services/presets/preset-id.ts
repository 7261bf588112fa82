import type { UserPreset } from '../../../shared/contract/schemas/preset.ts';

const LONGEST = 50;

/** `my-` and the name's letters and digits, which no other preset has yet; a name without any becomes `my-preset`. */
export function newPresetId(name: string, taken: ReadonlySet<string>): UserPreset['id'] {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/g, '');
  const base = `my-${slug || 'preset'}`;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}
