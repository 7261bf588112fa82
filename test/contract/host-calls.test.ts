import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { hostCalls, type HostCalls } from '../../shared/contract/calls.ts';
import type { EventPayload, Handlers } from '../../shared/contract/define.ts';
import { hostEvents, type HostEvents } from '../../shared/contract/events.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { someArchitecture } from '../fixtures/architecture-examples.ts';
import { CALLS, someFailedRun, somePreset, someRecipe, someSettings } from '../fixtures/call-examples.ts';
import { someDataset } from '../fixtures/dataset-calls.ts';
import { FORM_EVENTS } from '../fixtures/form-calls.ts';
import { LESSON_EVENTS } from '../fixtures/lesson-calls.ts';
import { LAB_EVENTS } from '../fixtures/lab-examples.ts';
import { someHand } from '../fixtures/hand-calls.ts';
import { STUDY_EVENTS } from '../fixtures/study-calls.ts';
import { contract, someStatus } from '../fixtures/scripted-host.ts';
import { someRelease, someUpdates } from '../fixtures/updates-calls.ts';

const EVENTS: { readonly [N in keyof HostEvents]: EventPayload<HostEvents, N> } = {
  'run.changed': someFailedRun,
  'run.removed': { id: someFailedRun.id },
  'export.progress': { ticket: 'a-window-asks', done: 3, total: 2000 },
  'queue.changed': { paused: true },
  'run.logs': { id: someFailedRun.id, logs: [{ type: 'paused', time: 1, step: 5 }] },
  'engine.changed': someStatus({
    state: 'crashed',
    error: { code: 'trainer-crashed', params: {} },
    cuda: { state: 'downloading', bytes: 1, totalBytes: 2, etaSeconds: null },
    fallback: { code: 'cuda-failed', params: { reason: 'no driver' } },
  }),
  'engine.memory': { residentBytes: 1e8 },
  'dataset.changed': someDataset,
  'dataset.removed': { id: 'idx-0123abcd' },
  'hand.changed': someHand,
  'hand.removed': { id: someHand.id },
  'model.removed': { ref: 'model-0123456789abcdef' },
  'inspection.progress': { ticket: 'ticket-1', done: 100, total: null, etaSeconds: null },
  ...LAB_EVENTS,
  ...STUDY_EVENTS,
  ...FORM_EVENTS,
  ...LESSON_EVENTS,
  'presets.changed': [somePreset],
  'recipes.changed': [someRecipe],
  'architecture.changed': someArchitecture,
  'architecture.removed': { id: someArchitecture.id },
  'settings.changed': someSettings,
  'updates.changed': someUpdates({
    state: 'ready',
    release: someRelease,
    handOver: { how: 'package', command: 'sudo apt install ./inkstone.deb' },
  }),
  'menu.edit': 'undo',
  'files.opened': null,
};

/** As it would go through a WebSocket: everything is written to MessagePack and read back on its way. */
function overWire(transport: Transport): Transport {
  return { ...transport, post: (message) => transport.post(decode(encode(message, { ignoreUndefined: true }))) };
}

describe.each([
  ['a port', (transport: Transport) => transport],
  ['a WebSocket', overWire],
])('every call and event over %s', (_name, wire) => {
  function open(handlers: Handlers<HostCalls>) {
    const [near, far] = createMemoryPair();
    const serving = serve(contract, handlers, wire(far));
    return { serving, client: connect(contract, wire(near)) };
  }

  it.each(Object.keys(CALLS) as (keyof HostCalls)[])('%s', async (name) => {
    const [input, output] = CALLS[name];
    let received: unknown;
    const handlers = { [name]: (value: unknown) => ((received = value), output) } as unknown as Handlers<HostCalls>;
    expect(await open(handlers).client.call(name, input as never)).toEqual(output);
    expect(received ?? null).toEqual(hostCalls[name].input.parse(input) ?? null);
  });

  it.each(Object.keys(EVENTS) as (keyof HostEvents)[])('%s', async (name) => {
    const { serving, client } = open({} as Handlers<HostCalls>);
    const heard = new Promise((resolve) => client.on(name, resolve));
    serving.emit(name, EVENTS[name] as never);
    expect(await heard).toEqual(EVENTS[name]);
    expect(hostEvents[name].parse(EVENTS[name])).toEqual(EVENTS[name]);
  });
});
