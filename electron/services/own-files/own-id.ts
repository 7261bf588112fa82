/** Signs of a new id, without what sets it apart from one that is there. */
const LONGEST = 50;

/** `my-` and the name's letters and digits, which no other file has yet; a name without any becomes `my-` and `otherwise`. */
export function newOwnId(name: string, otherwise: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-|-$/g, '');
  const base = `my-${slug || otherwise}`;
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}
