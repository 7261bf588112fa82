/* Numbers as whole multiples, -127 to 127, of a step: one for all of a channel's. */

const MOST = 127;
/** A step has so few binary digits that each multiple of it is a float32: what is rounded once stays as it is when it is rounded again. */
const DIGITS = 16;

/** Where a channel's numbers lie: every so many-th, as Keras has a kernel's, or one after the other. */
export interface Channels {
  readonly count: number;
  readonly first?: boolean;
}

/** The step of each channel: its largest number is the 127th multiple. Of zeros alone it is 1. */
export function stepsOf(values: Float32Array, channels: Channels): Float32Array {
  const most = new Float32Array(channels.count);
  const channelOf = channelsOf(values.length, channels);
  for (let i = 0; i < values.length; i++) {
    const channel = channelOf(i);
    most[channel] = Math.max(most[channel]!, Math.abs(values[i]!));
  }
  return most.map((size) => (size === 0 ? 1 : roundedUp(size / MOST)));
}

/** The multiples that are nearest. */
export function multiplesOf(values: Float32Array, steps: Float32Array, first = false): Int8Array<ArrayBuffer> {
  const channelOf = channelsOf(values.length, { count: steps.length, first });
  return Int8Array.from(values, (value, i) =>
    Math.max(-MOST, Math.min(MOST, Math.round(value / steps[channelOf(i)]!))),
  );
}

/** The numbers that they stand for. */
export function fromMultiples(multiples: Int8Array, steps: Float32Array): Float32Array {
  const channelOf = channelsOf(multiples.length, { count: steps.length });
  return Float32Array.from(multiples, (multiple, i) => multiple * steps[channelOf(i)]!);
}

function channelsOf(length: number, { count, first = false }: Channels): (i: number) => number {
  const each = length / count;
  return first ? (i) => Math.floor(i / each) : (i) => i % count;
}

function roundedUp(value: number): number {
  const unit = 2 ** (Math.floor(Math.log2(value)) - DIGITS + 1);
  return Math.ceil(value / unit) * unit;
}
