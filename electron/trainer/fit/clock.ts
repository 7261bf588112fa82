/** What a run knows of time; handed in, so that tests may set it. */
export interface Clock {
  /** Milliseconds since the Unix epoch, for logs. */
  readonly time: () => number;
  /** Milliseconds that never go back, for durations. */
  readonly now: () => number;
}

export const systemClock: Clock = { time: () => Date.now(), now: () => performance.now() };
