/** What went wrong with a server: `fatal` means that asking it again will not help. */
export class ServerError extends Error {
  readonly fatal: boolean;

  constructor(message: string, fatal: boolean, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ServerError';
    this.fatal = fatal;
  }
}
