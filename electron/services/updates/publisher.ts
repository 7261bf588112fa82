import published from './publisher.json' with { type: 'json' };

/** Who makes the releases of this build: where they are listed, and whose signatures count. See docs/updates.md. */
export interface Publisher {
  /** Null: only the settings can say where. */
  readonly feed: string | null;
  /** Public Ed25519 keys, as base64 of their DER (SPKI). Several, so that one can follow another. Without any nothing is updated. */
  readonly keys: readonly string[];
}

export const publisher: Publisher = published;
