import pinned from './libtensorflow.json' with { type: 'json' };

/** One file of an archive, as unpacked: bytes and sha256 of the content. */
export interface PinnedMember {
  /** Where it goes in the engine folder. */
  readonly path: string;
  /** Its path in the archive; absent: the same. */
  readonly from?: string;
  readonly size: number;
  readonly sha256: string;
  /** A program, not a library: it is made executable. */
  readonly executable?: boolean;
}

/** An archive (a zip) on a public server and what of it is needed: a wheel on PyPI, or a jar of a Maven repository. */
export interface PinnedArchive {
  readonly project: string;
  /** The version of what is in it. */
  readonly version: string;
  /** The folder of a Maven repository that it lies in; absent: it is a wheel. */
  readonly maven?: string;
  /** Its file name. */
  readonly wheel: string;
  readonly sha256: string;
  readonly members: readonly PinnedMember[];
}

/** One platform's libtensorflow. */
export interface PinnedWheel extends PinnedArchive {
  /** False where the row was read from the archive but never run by us on that system (win32-x64: under Wine alone). */
  readonly verified: boolean;
  /** The licences of what TensorFlow is built of, where the archive lacks them: from another one of the same version. */
  readonly notices?: PinnedArchive;
}

export interface Pins {
  /** The tfjs-node version whose binding is compiled. */
  readonly tfjs: string;
  /** Raised when the way the addon is compiled changes. */
  readonly addonRecipe: number;
  readonly platforms: Readonly<Record<string, PinnedWheel>>;
}

/** The one place where versions and hashes stand: libtensorflow.json. */
export const pins: Pins = pinned;

/** `linux-x64`, `darwin-arm64`, ... */
export const platformKey = (platform: string = process.platform, arch: string = process.arch): string =>
  `${platform}-${arch}`;
