import { decode, encode } from '@msgpack/msgpack';
import { hostCalls, type HostCalls } from '../../shared/contract/calls.ts';
import type { Random } from '../../shared/random/random.ts';
import { isWithinBounds, REQUEST_BOUNDS } from '../../shared/rpc/frame-bounds.ts';
import { requestSchema } from '../../shared/rpc/frames.ts';
import { CALLS } from '../../test/fixtures/call-examples.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateValue } from './mutate-value.ts';

type CallName = keyof HostCalls;

/** Left out at the socket of a real host: they would load something from the network, or train. */
const NOT_AT_A_HOST: readonly CallName[] = ['datasets.download', 'engine.installCuda', 'engine.probe', 'runs.fineTune'];

/** An input that the contract takes, of every call. */
const inputs = new Map((Object.keys(hostCalls) as CallName[]).map((name) => [name, CALLS[name][0] ?? null]));
const callNames = [...inputs.keys()];
const atHost = callNames.filter((name) => !NOT_AT_A_HOST.includes(name));

export const callFrame = (name: CallName): Uint8Array =>
  encode({ kind: 'call', id: 1, name, input: inputs.get(name) }, { ignoreUndefined: true });

/** Every call of the contract, in order. */
export const callFrames: readonly Uint8Array[] = callNames.map(callFrame);

/** As below, of those calls that a real host may be asked without harm. */
export const changedFrameForHost = (random: Random): Uint8Array => changed(atHost, random);

/** A frame of the socket: a call whose input, or bytes, or both, are changed, or something else altogether. */
export const changedFrame = (random: Random): Uint8Array => changed(callNames, random);

function changed(names: readonly CallName[], random: Random): Uint8Array {
  const name = names[random.integer(names.length)]!;
  const input = inputs.get(name);
  const request = { kind: 'call', id: 1 + random.integer(1000), name, input };
  const kind = random.integer(4);
  const value =
    kind === 0
      ? request
      : kind === 1
        ? mutateValue(request, random)
        : { ...request, input: mutateValue(input, random) };
  // MessagePack has no frame for what is nested without end; text and bytes of ours are the shallower ones.
  const frame = encodeOr(value, request);
  return kind === 0 || random.chance(0.2) ? mutateBytes(frame, random) : frame;
}

function encodeOr(value: unknown, other: unknown): Uint8Array {
  try {
    return encode(value, { maxDepth: 4000 });
  } catch {
    return encode(other);
  }
}

/** The number of the call that a frame is, which must be answered; null: it is none, and must be dropped or end the connection. */
export function callIn(frame: Uint8Array): number | null {
  if (!isWithinBounds(frame, REQUEST_BOUNDS)) return null;
  try {
    const request = requestSchema.safeParse(decode(frame));
    return request.success && request.data.kind === 'call' ? request.data.id : null;
  } catch {
    return null;
  }
}
