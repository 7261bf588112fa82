/** One measurement: so much work (images, floating-point operations) in so many seconds. */
export interface Turn {
  readonly amount: number;
  readonly seconds: number;
  /** Processor time over all threads of the contender; null where it cannot be measured. */
  readonly cpuSeconds: number | null;
  /** Seconds in which TensorFlow took steps; null if that is not measured. */
  readonly tensorflowSeconds: number | null;
}

/** Something that is measured again and again. It is warmed up, and rests between its turns. */
export interface Contender {
  readonly name: string;
  /** Versions and the like, for the record. */
  readonly about: Readonly<Record<string, string>>;
  turn(): Promise<Turn>;
  end(): Promise<void>;
}

export interface Rounds {
  readonly least: number;
  readonly most: number;
  /** No further round begins after so many seconds, once there were `least`. */
  readonly seconds: number;
}

/** All turns of each contender, in the order of the rounds. */
export type Sitting = Readonly<Record<string, readonly Turn[]>>;

/**
 * Lets contenders take turns, round after round, so that other load on the machine disturbs all of them alike; each
 * round begins with another one. Ends them all, also after an error.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  { least, most, seconds }: Rounds,
  say: (text: string) => void,
): Promise<Sitting> {
  const sitting: Record<string, Turn[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  const start = performance.now();
  try {
    for (let round = 0; round < most; round++) {
      if (round >= least && performance.now() - start > seconds * 1000) break;
      for (const [i] of contenders.entries()) {
        const contender = contenders[(i + round) % contenders.length]!;
        const turn = await contender.turn();
        sitting[contender.name]!.push(turn);
        say(`round ${round + 1}: ${contender.name} ${(turn.amount / turn.seconds).toPrecision(4)}/s`);
      }
    }
  } finally {
    await Promise.all(contenders.map((contender) => contender.end()));
  }
  return sitting;
}

/** Amounts a second, by round. */
export const rates = (turns: readonly Turn[]): number[] => turns.map(({ amount, seconds }) => amount / seconds);

/** Which share of its time TensorFlow took steps in, by round. Throws where nobody timed that. */
export const tensorflowShares = (turns: readonly Turn[]): number[] =>
  turns.map(({ tensorflowSeconds, seconds }) => {
    if (tensorflowSeconds === null) throw new TypeError('nobody timed TensorFlow');
    return tensorflowSeconds / seconds;
  });

/** The versions that a contender reported: "keras 3.15.1, tensorflow 2.21.0". */
export const aboutText = (contender: Contender): string =>
  Object.entries(contender.about)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
