import { isOutOfRoom } from './atomic-write.ts';
import { releaseLock } from './lock-file.ts';

/** What is needed to move something that hosts hold by a lock in its folder to the trash. */
export interface HeldFolder {
  readonly lock: () => Promise<unknown>;
  readonly unlock: () => Promise<void>;
  /** Throws where another host holds it. */
  readonly notElsewhere: () => Promise<unknown>;
  /** Moves the folder; resolves with where it is then. */
  readonly put: () => Promise<string>;
  /** The lock's file in a folder. */
  readonly lockIn: (folder: string) => string;
}

/** Moves it to the trash unless another host holds it. Throws what these throw; it then stays, and nobody holds it. */
export async function discardHeld({ lock, unlock, notElsewhere, put, lockIn }: HeldFolder): Promise<void> {
  await lock().catch(async (thrown: unknown) => {
    // A disk too full for a lock must not keep anything from being deleted.
    if (!isOutOfRoom(thrown)) throw thrown;
    await notElsewhere();
  });
  const place = await put().catch(async (thrown: unknown) => {
    await unlock();
    throw thrown;
  });
  // What is taken back lets go of it where this is refused.
  await releaseLock(lockIn(place)).catch(() => undefined);
}
