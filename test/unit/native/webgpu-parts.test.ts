import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dawnFolderName } from '../../../electron/native/dawn-folder.ts';
import { DAWN_SOURCE, openDawn } from '../../../electron/native/dawn.ts';
import { describeAdapter } from '../../../electron/native/graphics-adapter.ts';
import { philox } from '../../../electron/trainer/ops/portable/philox.ts';
import { repositoryRoot, temporaryFolder } from '../../fixtures/folders.ts';

const info = (change: object = {}) => ({
  vendor: 'amd',
  architecture: 'rdna-3',
  device: '',
  description: '',
  ...change,
});

describe('an adapter', () => {
  it('is named in its driver’s words, or by what there is', () => {
    expect(describeAdapter(info({ description: 'AMD Radeon RX 7600' }))).toEqual({
      name: 'AMD Radeon RX 7600',
      vendor: 'amd',
      architecture: 'rdna-3',
      software: false,
    });
    expect(describeAdapter(info()).name).toBe('amd rdna-3');
    expect(describeAdapter(info({ vendor: '', architecture: '' })).name).toBe('unnamed adapter');
  });

  it.each([
    info({ isFallbackAdapter: true }),
    info({ description: 'SwiftShader driver 5.0.0' }),
    info({ vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }),
    info({ vendor: 'microsoft', device: 'Microsoft Basic Render Driver' }),
  ])('that only plays a card is called software: $description$device', (software) => {
    expect(describeAdapter(software).software).toBe(true);
  });
});

describe('Dawn', () => {
  it('is the version that package.json asks for', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(DAWN_SOURCE).toBe(`npm webgpu ${dependencies['webgpu']}`);
  });

  it('lies in a folder for each platform', () => {
    expect(dawnFolderName('linux', 'arm64')).toBe('linux-arm64');
    expect(dawnFolderName('darwin', 'arm64')).toBe('darwin-universal');
  });

  it('that is not there is unavailable', () => {
    const { folder, remove } = temporaryFolder();
    expect(() => openDawn(folder)).toThrow(expect.objectContaining({ code: 'webgpu-unavailable' }));
    remove();
  });
});

describe('random numbers', () => {
  it('start the same for any count, and differ by either seed', () => {
    expect(philox(5, 9, 3)).toEqual(philox(5, 9, 40).subarray(0, 3));
    const first = [philox(5, 9, 4), philox(6, 9, 4), philox(5, 10, 4), philox(-5, 9, 4)].map(([number]) => number);
    expect(new Set(first).size).toBe(4);
  });
});
