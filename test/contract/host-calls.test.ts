import { decode, encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';
import { hostCalls, type HostCalls } from '../../shared/contract/calls.ts';
import type { CallInput, CallOutput, EventPayload, Handlers } from '../../shared/contract/define.ts';
import { hostEvents, type HostEvents } from '../../shared/contract/events.ts';
import type { DatasetInfo } from '../../shared/contract/schemas/dataset.ts';
import type { Inspection } from '../../shared/contract/schemas/import.ts';
import type { UserPreset } from '../../shared/contract/schemas/preset.ts';
import { settingsSchema } from '../../shared/contract/schemas/settings.ts';
import { connect } from '../../shared/rpc/connect.ts';
import { createMemoryPair } from '../../shared/rpc/memory.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { CORRECTIONS_CALLS, EVALUATIONS_CALLS, LAB_EVENTS } from '../fixtures/lab-examples.ts';
import { HAND_CALLS, someHand } from '../fixtures/hand-calls.ts';
import { contract, someRequest, someRun, someSpec, someStatus } from '../fixtures/scripted-host.ts';

const run = someRun('run-1', { error: { code: 'trainer-crashed', params: { signal: 'SIGKILL' } } });
const settings = settingsSchema.parse({ version: 1 });
const bytes = new Uint8Array(784).fill(7);
const handle = '0123456789abcdef';
const tests = {
  dataset: 'mnist',
  accuracy: 0.99,
  loss: 0.03,
  n: 10_000,
  interval95: [0.988, 0.992] as [number, number],
  confusion: [[0, 0, 1] as [number, number, number]],
};
const dataset: DatasetInfo = {
  id: 'mnist',
  name: 'MNIST',
  kind: 'mnist',
  status: { state: 'working', task: 'download', progress: null, etaSeconds: null, source: 'example.org' },
  trainCount: 60_000,
  testCount: 10_000,
  task: DIGITS,
  framing: 'centred',
  origin: null,
};

const preset: UserPreset = {
  version: 1,
  id: 'my-own',
  name: '我的预设',
  model: someSpec().model,
  recipe: someSpec().recipe,
};

const inspection: Inspection = {
  id: '0123456789abcdef01234567',
  name: 'signs',
  set: 'pictures',
  sets: [{ name: 'pictures', count: 2, files: 2 }],
  task: { inputShape: [32, 32, 1], classes: ['一', '二'] },
  framing: 'centred',
  counts: { whole: [1, 1], train: [0, 0], test: [0, 0] },
  sample: { images: bytes, labels: [0] },
  warnings: [{ code: 'inverted', params: {}, on: true }],
  skipped: [{ file: 'notes.txt', reason: 'not-understood' }],
  bytes: 2000,
};

type Example<N extends keyof HostCalls> = readonly [CallInput<HostCalls, N>, CallOutput<HostCalls, N>];

/** One call of each, with an answer: a call that is added to the contract must be added here. */
const CALLS: { readonly [N in keyof HostCalls]: Example<N> } = {
  'app.info': [null, { version: '1.0.0', host: 'web', platform: 'linux', dialogs: false, systemLanguage: 'zh-CN' }],
  'settings.get': [undefined, settings],
  'settings.update': [{ language: 'zh-CN', brush: 0.1 }, settings],
  'settings.setMnistFolder': [{ handle: null }, settings],
  'storage.info': [
    null,
    {
      folder: '/home/a/inkstone',
      runs: { count: 2, bytes: 1e9 },
      datasets: { count: 1, bytes: 5 },
      freeBytes: null,
      mnist: { folder: null, from: 'download' },
    },
  ],
  'storage.reveal': [null, null],
  'files.pick': [{ kind: 'data' }, { handle, name: 'train-images-idx3-ubyte.gz' }],
  'files.upload': [
    { name: 'digits.idx', bytes },
    { handle, name: 'digits.idx' },
  ],
  'files.uploadInto': [
    { folder: null, name: 'signs', files: [{ path: 'a/1.png', bytes }] },
    { handle, name: 'signs' },
  ],
  'datasets.list': [null, [dataset]],
  'datasets.preview': [
    { id: 'synthetic', count: 1 },
    { images: bytes, labels: [4], places: [17], task: DIGITS, histogram: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  ],
  'datasets.download': [{ id: 'mnist' }, null],
  'datasets.cancel': [{ id: 'mnist' }, null],
  'datasets.inspect': [{ handle, set: 'left', ticket: 'ticket-1' }, inspection],
  'datasets.discard': [{ inspection: inspection.id }, null],
  'datasets.import': [
    { inspection: inspection.id, name: '我的手写', classes: ['一', '二'], testFraction: 0.1, mends: ['inverted'] },
    dataset,
  ],
  'datasets.update': [{ id: 'set-0123abcd', name: '我的手写' }, dataset],
  'datasets.remove': [{ id: 'idx-0123abcd' }, null],
  ...HAND_CALLS,
  'runs.list': [null, [run]],
  'runs.get': [
    { id: run.id },
    {
      run,
      torn: 1,
      logs: [
        {
          type: 'steps',
          time: 1,
          step: 2,
          epoch: 1,
          loss: [2.3, 2.2],
          accuracy: [0.1, 0.2],
          learningRate: [0.001, 0.001],
          imagesPerSecond: 1000,
          etaSeconds: 9,
        },
        { type: 'test', time: 2, result: tests },
        { type: 'taken', time: 2, layers: ['conv2d', 'dense'], fresh: [], frozen: ['conv2d'], trainable: 1290 },
        {
          type: 'compared',
          time: 3,
          comparison: {
            part: 'own',
            before: tests,
            after: tests,
            bothRight: 98,
            onlyBefore: 0,
            onlyAfter: 1,
            bothWrong: 1,
            p: 1,
            changed: [{ index: 5, label: 7, before: 1, after: 7 }],
          },
        },
        { type: 'warning', time: 4, warning: { code: 'classes-unseen', names: ['7'] } },
      ],
    },
  ],
  'runs.start': [someRequest(), run],
  'runs.fineTune': [
    {
      version: 2,
      name: 'My hand',
      data: { datasets: ['synthetic'] },
      recipe: someSpec().recipe,
      from: {
        model: 'starter',
        freeze: ['conv2d'],
        head: 'keep',
        rates: { features: 0.1 },
        replay: { datasets: ['mnist'], share: 0.5 },
      },
    },
    run,
  ],
  'runs.startGroup': [{ spec: someRequest(), group: { kind: 'folds', count: 5 } }, [run, someRun('run-2')]],
  'runs.findLearningRate': [
    { model: someSpec().model, data: { datasets: ['mnist'] }, recipe: someSpec().recipe },
    { points: [{ learningRate: 1e-6, loss: 2.3 }], suggestion: null },
  ],
  'runs.pause': [{ id: run.id }, run],
  'runs.resume': [{ id: run.id }, run],
  'runs.stop': [{ id: run.id }, run],
  'runs.rename': [{ id: run.id, name: '第一次' }, run],
  'runs.delete': [{ id: run.id }, null],
  'runs.restore': [{ id: run.id }, run],
  'presets.list': [null, [preset]],
  'presets.save': [{ version: 1, name: '我的预设', model: preset.model, recipe: preset.recipe }, preset],
  'presets.remove': [{ id: preset.id }, null],
  'presets.import': [{ handle }, preset],
  'files.dropped': [{ drop: 'a-drop-of-the-user' }, { handle: 'a-handle', name: 'my signs' }],
  'files.save': [{ name: '曲线.png', bytes }, { name: '曲线.png' }],
  'presets.export': [{ id: preset.id }, { name: 'my-own.inkstone.json', text: '{}' }],
  'models.list': [
    null,
    [
      {
        ref: 'starter',
        name: 'Starter',
        task: DIGITS,
        framing: 'centred',
        parameters: 99_000,
        createdAt: 1,
        parent: { ref: 'starter', name: 'Starter', weightsSha256: 'a'.repeat(64) },
        test: tests,
      },
    ],
  ],
  'models.card': [
    { model: 'starter' },
    {
      version: 2,
      name: 'Starter',
      task: DIGITS,
      framing: 'centred',
      temperature: null,
      spec: someSpec().model,
      parameters: 99_000,
      weightsSha256: 'a'.repeat(64),
      createdAt: 1,
      trainedOn: ['MNIST'],
      tests: [tests],
      command: null,
      parent: null,
      known: null,
    },
  ],
  'models.predict': [
    { model: 'starter', images: bytes },
    {
      items: [{ index: 7, label: '7', probabilities: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], known: 0.9, outsider: null }],
      milliseconds: 1.5,
    },
  ],
  'pictures.read': [
    { handle: 'abcdefgh', model: 'starter' },
    {
      picture: { width: 3, height: 1, levels: bytes },
      box: { x: 0, y: 0, width: 0.5, height: 1 },
      ink: { width: 3, height: 1, levels: bytes },
      image: bytes,
    },
  ],
  ...EVALUATIONS_CALLS,
  ...CORRECTIONS_CALLS,
  'paper.sheet': [
    { classes: ['一', 'a'], times: 5, title: '我的笔迹', hand: 'hand-0123abcd', language: 'zh-CN' },
    { name: '我的笔迹.pdf', bytes, pages: 2 },
  ],
  'paper.read': [
    { handle, hand: 'hand-0123abcd' },
    {
      sheet: { id: '0123abcd', page: 1, pages: 2, hand: null, format: 'letter', classes: ['一'] },
      turned: 180,
      mirrored: true,
      picture: { width: 28, height: 28, levels: bytes },
      side: 28,
      samples: [{ label: '一', box: { x: 0, y: 0, width: 0.1, height: 0.1 }, state: 'crossed', image: bytes }],
    },
  ],
  'engine.status': [null, someStatus({ cuda: { state: 'absent', downloadBytes: 3, diskBytes: 5 } })],
  'engine.start': [null, someStatus({ state: 'missing', error: { code: 'engine-missing', params: {} } })],
  'engine.installCuda': [null, null],
  'engine.cancelCuda': [null, null],
  'engine.removeCuda': [null, null],
  'engine.probe': [null, { imagesPerSecond: 1234.5, seconds: 2 }],
  'runs.plan': [
    { data: { datasets: ['mnist'] }, recipe: someSpec().recipe },
    { trainCount: 54_000, validationCount: 6000, stepsPerEpoch: 422, totalSteps: 4220 },
  ],
};

const EVENTS: { readonly [N in keyof HostEvents]: EventPayload<HostEvents, N> } = {
  'run.changed': run,
  'run.removed': { id: run.id },
  'run.logs': { id: run.id, logs: [{ type: 'paused', time: 1, step: 5 }] },
  'engine.changed': someStatus({
    state: 'crashed',
    error: { code: 'trainer-crashed', params: {} },
    cuda: { state: 'downloading', bytes: 1, totalBytes: 2, etaSeconds: null },
    fallback: { code: 'cuda-failed', params: { reason: 'no driver' } },
  }),
  'engine.memory': { residentBytes: 1e8 },
  'dataset.changed': dataset,
  'dataset.removed': { id: 'idx-0123abcd' },
  'hand.changed': someHand,
  'hand.removed': { id: someHand.id },
  'inspection.progress': { ticket: 'ticket-1', done: 100, total: null, etaSeconds: null },
  ...LAB_EVENTS,
  'presets.changed': [preset],
  'settings.changed': settings,
  'menu.edit': 'undo',
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
