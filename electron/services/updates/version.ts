/**
 * Orders two versions as Semantic Versioning 2.0 does (§11): below zero if `a` comes before `b`, zero if neither comes first. What follows
 * a plus does not count. Both must be versions (`versionSchema`).
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [place, number] of left.numbers.entries()) {
    const difference = number - right.numbers[place]!;
    if (difference !== 0) return difference;
  }
  // A release comes after what was tried before it.
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length;
  for (const [place, one] of left.before.entries()) {
    const other = right.before[place];
    if (other === undefined) return 1;
    const difference = compareIdentifiers(one, other);
    if (difference !== 0) return difference;
  }
  return left.before.length - right.before.length;
}

function partsOf(version: string): { numbers: number[]; before: string[] } {
  const [, numbers, before] = /^([\d.]+)(?:-([^+]*))?/.exec(version)!;
  return { numbers: numbers!.split('.').map(Number), before: before === undefined ? [] : before.split('.') };
}

/** Numbers by their size and before words, words by their letters. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
