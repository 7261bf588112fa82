import type { ProbeSubject } from '../../../shared/contract/schemas/run.ts';
import type { PredictedSpeed, Speed } from '../../../shared/contract/schemas/speed.ts';
import { speedKey } from '../../../shared/runs/epoch-time.ts';
import type { EngineName } from '../../trainer-link/engine-source.ts';

/** Models whose probes are remembered, the oldest go. */
const MOST = 200;

/** What probes came to while this host has been there. */
export class KnownSpeeds {
  private readonly byKey = new Map<string, PredictedSpeed>();

  keep(subject: ProbeSubject, engine: EngineName | null, { imagesPerSecond, spread }: Speed): void {
    const key = speedKey(subject, engine);
    this.byKey.delete(key);
    this.byKey.set(key, { imagesPerSecond, spread });
    if (this.byKey.size > MOST) this.byKey.delete(this.byKey.keys().next().value!);
  }

  find(subject: ProbeSubject, engine: EngineName | null): PredictedSpeed | null {
    return this.byKey.get(speedKey(subject, engine)) ?? null;
  }
}
