import pinned from './addons.json' with { type: 'json' };
import type { Pins } from './pins.ts';

/** An addon that a release has built for one platform. Node-API keeps it good for every Node and Electron. */
export interface PrebuiltAddon {
  /** What it was compiled from (provision/addon-sources.ts): for other sources it does not count. */
  readonly sources: string;
  readonly url: string;
  readonly size: number;
  readonly sha256: string;
}

/** By platform. A release's workflow writes them (`npm run release -- addon`); a platform without one compiles its own. */
export type PrebuiltAddons = Readonly<Record<string, PrebuiltAddon>>;

export const prebuiltAddons: PrebuiltAddons = pinned;

/** What an addon is called in a release and on a mirror. */
export const prebuiltName = (pins: Pins, platform: string, sources: string): string =>
  `tfjs_binding-${pins.tfjs}-r${pins.addonRecipe}-${platform}-${sources.slice(0, 12)}.node`;
