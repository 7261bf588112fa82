import type { TrainerState } from '../../../shared/contract/schemas/engine.ts';

/** The run that the status bar tells of. */
export interface StatusRun {
  readonly id: string;
  readonly name: string;
  readonly phase: 'starting' | 'running' | 'paused' | 'stopping';
  /** 0 to 1. */
  readonly share: number;
  readonly etaSeconds: number | null;
}

/** All that the status bar shows. */
export interface StatusLine {
  /** `line` names the engine and its device; null before they are known. */
  readonly engine: { readonly state: TrainerState; readonly line: string | null };
  readonly run: StatusRun | null;
  readonly queued: number;
  /** The program is being replaced: what waits begins in the new one. */
  readonly updating: boolean;
  readonly imagesPerSecond: number | null;
  readonly memoryBytes: number | null;
}
