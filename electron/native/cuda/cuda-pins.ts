import pinned from '../cuda.json' with { type: 'json' };
import type { PinnedArchive, PinnedMember } from '../pins.ts';

/** A member with its compressed size, so that the whole download is known before anything is asked for. */
export interface CudaMember extends PinnedMember {
  readonly zipped: number;
}

export interface CudaWheel extends Omit<PinnedArchive, 'members'> {
  readonly members: readonly CudaMember[];
}

/**
 * TensorFlow's build for NVIDIA's cards and the libraries of NVIDIA's that its `and-cuda` extra pins (METADATA of the
 * wheel), less what TensorFlow never opens: headers, Python, the profiler's and the compiler's own parts; cuRAND and NCCL,
 * whose folders its RUNPATH does not name (NCCL is linked into it). Hashes are those of the wheels' RECORDs. TensorFlow's
 * own two libraries were run by us without a card; with one, nothing was.
 */
export interface CudaPins {
  /** As `platformKey` names it. */
  readonly platform: string;
  /** TensorFlow's. */
  readonly version: string;
  readonly wheels: readonly CudaWheel[];
}

/** The one place where these versions and hashes stand: cuda.json. */
export const cudaPins: CudaPins = pinned;

const sum = (pins: CudaPins, of: (member: CudaMember) => number): number =>
  pins.wheels.reduce((all, wheel) => all + wheel.members.reduce((some, member) => some + of(member), 0), 0);

/** Bytes to fetch. */
export const downloadBytes = (pins: CudaPins): number => sum(pins, ({ zipped }) => zipped);

/** Bytes on disk when everything is in place. */
export const diskBytes = (pins: CudaPins): number => sum(pins, ({ size }) => size);
