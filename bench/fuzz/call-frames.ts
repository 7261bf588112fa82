import { decode, encode } from '@msgpack/msgpack';
import type { HostCalls } from '../../shared/contract/calls.ts';
import type { Random } from '../../shared/random/random.ts';
import { isWithinBounds, REQUEST_BOUNDS } from '../../shared/rpc/frame-bounds.ts';
import { requestSchema } from '../../shared/rpc/frames.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { someRequest } from '../../test/fixtures/scripted-host.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateValue } from './mutate-value.ts';

const { model, data, recipe } = someRequest();
const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
const handle = '0'.repeat(32);
const id = 'softmax-20261129-004508-e18';

/** Calls with inputs that the contract takes. Those are left out that would load something from the network. */
const CALLS: readonly (readonly [keyof HostCalls, unknown])[] = [
  ['app.info', null],
  ['settings.get', null],
  ['settings.update', { theme: 'dark', language: 'en' }],
  ['settings.setMnistFolder', { handle }],
  ['storage.info', null],
  ['files.pick', { kind: 'data' }],
  ['files.upload', { name: 'a.png', bytes }],
  ['files.dropped', { drop: handle }],
  ['files.save', { name: 'a.csv', bytes }],
  ['files.uploadInto', { folder: null, name: 'a', files: [{ path: 'b/c.png', bytes }] }],
  ['datasets.list', null],
  ['datasets.preview', { id: 'mnist', count: 10 }],
  ['datasets.inspect', { handle, ticket: '12345678' }],
  ['datasets.import', { inspection: '0'.repeat(24), name: 'a', classes: ['a', 'b'], mends: [] }],
  ['datasets.update', { id: 'mnist', name: 'b', classes: ['a', 'b'] }],
  ['datasets.remove', { id: 'synthetic' }],
  ['runs.list', null],
  ['runs.get', { id }],
  ['runs.start', someRequest()],
  ['runs.startGroup', { spec: someRequest(), group: { kind: 'seeds', count: 2 } }],
  ['runs.plan', { data, recipe }],
  ['runs.rename', { id, name: 'c' }],
  ['runs.pause', { id }],
  ['runs.resume', { id }],
  ['runs.delete', { id }],
  ['presets.list', null],
  ['presets.save', { version: 1, name: 'd', model, recipe }],
  ['presets.import', { handle }],
  ['presets.export', { id: 'tutorial' }],
  ['models.list', null],
  ['models.predict', { model: 'starter', images: new Uint8Array(DIGITS.inputShape[0] * DIGITS.inputShape[1]) }],
  ['pictures.read', { handle, model: 'starter' }],
  ['engine.status', null],
];

/** Calls that are in order. */
export const callFrames = CALLS.map(([name, input]): Uint8Array => encode({ kind: 'call', id: 1, name, input }));

export const callFrame = (wanted: keyof HostCalls): Uint8Array =>
  callFrames[CALLS.findIndex(([name]) => name === wanted)]!;

/** A frame of the socket: a call whose input, or bytes, or both, are changed, or something else altogether. */
export function changedFrame(random: Random): Uint8Array {
  const [name, input] = CALLS[random.integer(CALLS.length)]!;
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
