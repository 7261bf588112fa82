import type { TrainerState } from '../../shared/contract/schemas/engine.ts';

/** What can happen to the trainer process, seen from the host. */
export type LinkEvent = 'launch' | 'loaded' | 'load-failed' | 'job-began' | 'job-ended' | 'died' | 'asked-to-stop';

const NEXT: Readonly<Record<TrainerState, Partial<Record<LinkEvent, TrainerState>>>> = {
  stopped: { launch: 'starting' },
  starting: { loaded: 'ready', 'load-failed': 'missing', died: 'crashed', 'asked-to-stop': 'stopped' },
  ready: { 'job-began': 'busy', died: 'crashed', 'asked-to-stop': 'stopped' },
  busy: { 'job-ended': 'ready', died: 'crashed', 'asked-to-stop': 'stopped' },
  crashed: { launch: 'starting', 'asked-to-stop': 'stopped' },
  /** The library is absent or cannot be loaded; the next launch tries again. */
  missing: { launch: 'starting', died: 'missing', 'asked-to-stop': 'stopped' },
};

/** The state after an event; the same one where the event means nothing. The whole life of the trainer is this table. */
export const nextState = (state: TrainerState, event: LinkEvent): TrainerState => NEXT[state][event] ?? state;
