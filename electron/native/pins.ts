import pinned from './libtensorflow.json' with { type: 'json' };

/** One file of a wheel, as unpacked: bytes and sha256 of the content. */
export interface PinnedMember {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** A program, not a library: it is made executable. */
  readonly executable?: boolean;
}

/** One platform's libtensorflow: a wheel on PyPI and what of it is needed. */
export interface PinnedWheel {
  readonly project: string;
  readonly version: string;
  /** False where the row was read from the wheel but never run by us. */
  readonly verified: boolean;
  readonly wheel: string;
  readonly sha256: string;
  readonly members: readonly PinnedMember[];
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
