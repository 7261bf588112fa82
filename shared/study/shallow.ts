/** Parts within parts that a space or a job may have: a model's blocks within blocks, written down by hand, are far fewer. */
const DEEPEST = 64;

/**
 * Whether plain data is nested no deeper than any reader of ours can follow: a schema calls itself for each part, and JSON may have more parts
 * within parts than there is room on the stack.
 */
export function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false;
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return true;
}
