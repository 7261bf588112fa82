/** Why the set-up cannot go on, in words for a terminal, and the way out. */
export class SetupError extends Error {
  readonly wayOut: string;

  constructor(message: string, wayOut: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SetupError';
    this.wayOut = wayOut;
  }
}

/** An error's message, and in brackets what was at the bottom of it. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  let root: Error = thrown;
  while (root.cause instanceof Error) root = root.cause;
  return root === thrown || root.message === '' ? thrown.message : `${thrown.message} (${root.message})`;
}
