import { describe, expect, it } from 'vitest';
import { chooseEngines, type Circumstances } from '../../electron/services/engine/choose-engine.ts';
import { mayHaveGraphicsCard } from '../../electron/services/engine/machine.ts';
import { TransferRate } from '../../electron/services/transfer-rate.ts';
import { launchFailure, otherThanAsked } from '../../electron/trainer-link/engine-source.ts';
import { AppError, toErrorData, type ErrorData } from '../../shared/contract/errors.ts';
import { someFacts } from '../fixtures/scripted-trainer.ts';

const noDriver: ErrorData = { code: 'cuda-no-driver', params: {} };
const failed: ErrorData = { code: 'webgpu-failed', params: { reason: 'device lost' } };
const choose = (changes: Partial<Circumstances>) => {
  const { order, fallback } = chooseEngines({ choice: 'auto', cuda: 'absent', refused: {}, speeds: null, ...changes });
  return [order.join(' '), fallback?.code ?? null];
};

describe('chooseEngines', () => {
  it.each<[string, Partial<Circumstances>, (string | null)[]]>([
    ['the processor, when nothing else is known', {}, ['cpu', null]],
    ['CUDA, once it is installed', { cuda: 'ready' }, ['cuda cpu', null]],
    ['not CUDA while it is being fetched', { cuda: 'downloading' }, ['cpu', null]],
    [
      'the processor after CUDA failed, and says why',
      { cuda: 'ready', refused: { cuda: noDriver } },
      ['cpu', 'cuda-no-driver'],
    ],
    ['WebGPU, if it was clearly faster', { speeds: { cpu: 1000, webgpu: 1200 } }, ['webgpu cpu', null]],
    ['not WebGPU, if it was hardly faster', { speeds: { cpu: 1000, webgpu: 1199 } }, ['cpu', null]],
    ['not WebGPU without a real card', { speeds: { cpu: 1000, webgpu: null } }, ['cpu', null]],
    ['CUDA before WebGPU', { cuda: 'ready', speeds: { cpu: 1, webgpu: 9 } }, ['cuda webgpu cpu', null]],
    [
      'WebGPU after CUDA failed',
      { cuda: 'ready', refused: { cuda: noDriver }, speeds: { cpu: 1, webgpu: 9 } },
      ['webgpu cpu', 'cuda-no-driver'],
    ],
    ['nothing about what it never wished for', { refused: { cuda: noDriver, webgpu: failed } }, ['cpu', null]],
  ])('auto takes %s', (_, circumstances, expected) => {
    expect(choose(circumstances)).toEqual(expected);
  });

  it.each<[string, Partial<Circumstances>, (string | null)[]]>([
    ['the processor alone', { choice: 'cpu', cuda: 'ready', speeds: { cpu: 1, webgpu: 9 } }, ['cpu', null]],
    ['CUDA', { choice: 'cuda', cuda: 'ready' }, ['cuda cpu', null]],
    ['CUDA, which is not installed', { choice: 'cuda' }, ['cpu', 'cuda-absent']],
    ['CUDA, which this system has not', { choice: 'cuda', cuda: 'unsupported' }, ['cpu', 'cuda-unsupported']],
    ['CUDA, which failed', { choice: 'cuda', cuda: 'ready', refused: { cuda: noDriver } }, ['cpu', 'cuda-no-driver']],
    ['WebGPU', { choice: 'webgpu', cuda: 'ready' }, ['webgpu cpu', null]],
    ['WebGPU, which failed', { choice: 'webgpu', refused: { webgpu: failed } }, ['cpu', 'webgpu-failed']],
  ])('a user’s choice of %s is taken at its word', (_, circumstances, expected) => {
    expect(choose(circumstances)).toEqual(expected);
  });
});

describe('a launch that came to something else', () => {
  const cuda = { engine: 'cuda', libraryFolder: '/cuda' } as const;

  it('is told by the reason that the trainer gives', () => {
    expect(otherThanAsked(cuda, someFacts({ engine: 'cuda', noGpuReason: null }))).toBeNull();
    const code = (reason: 'no-driver' | 'old-driver' | 'no-device' | 'libraries') =>
      otherThanAsked(cuda, someFacts({ noGpuReason: reason }))!.code;
    expect([code('no-driver'), code('old-driver'), code('no-device'), code('libraries')]).toEqual([
      'cuda-no-driver',
      'cuda-old-driver',
      'cuda-no-device',
      'cuda-libraries',
    ]);
    expect(otherThanAsked(cuda, someFacts())).toMatchObject({ code: 'cuda-failed', params: { reason: 'cpu-build' } });
  });

  it('or failed is told by the loader’s own words, or by how its process ended', () => {
    const loader = new Error('libcudart.so.12: cannot open shared object file');
    const broken = toErrorData(new AppError('engine-broken', { folder: '/cuda' }, loader));
    expect(launchFailure('cuda', broken, null)).toMatchObject({
      code: 'cuda-failed',
      params: { reason: 'libcudart.so.12: cannot open shared object file' },
      details: broken.details,
    });
    const gone: ErrorData = { code: 'disconnected', params: {} };
    expect(launchFailure('webgpu', gone, 'SIGABRT')).toMatchObject({
      code: 'webgpu-failed',
      params: { reason: 'SIGABRT' },
    });
    expect(launchFailure('webgpu', gone, null).params).toEqual({ reason: 'disconnected' });
    expect(launchFailure('webgpu', failed, null)).toBe(failed);
  });
});

describe('TransferRate', () => {
  it('takes the speed of the last seconds, and has none at first', () => {
    const rate = new TransferRate();
    expect(rate.secondsFor(1e6, 0)).toBeNull();
    rate.add(1e6, 0);
    expect(rate.secondsFor(1e6, 500)).toBeNull();
    for (let at = 1000; at <= 10_000; at += 1000) rate.add(1e6, at);
    expect(rate.secondsFor(5e6, 10_000)).toBeCloseTo(5);
    for (let at = 11_000; at <= 60_000; at += 1000) rate.add(2e6, at);
    expect(rate.secondsFor(20e6, 60_000)).toBeCloseTo(10, 0);
    // A stall makes the time left grow.
    expect(rate.secondsFor(20e6, 80_000)).toBeGreaterThan(15);
  });
});

describe('mayHaveGraphicsCard', () => {
  it('looks for a render node on Linux', () => {
    expect(mayHaveGraphicsCard('linux', '/proc/self')).toBe(false);
    expect(mayHaveGraphicsCard('linux', '/not/there')).toBe(false);
    expect(mayHaveGraphicsCard('darwin', '/not/there')).toBe(true);
  });
});
