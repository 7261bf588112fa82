import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  driverVersion,
  hasDriver,
  isOldDriver,
  nvidiaCard,
  parseDriverVersion,
  parseSmi,
} from '../../../electron/native/cuda/nvidia-card.ts';
import { useOneCard } from '../../../electron/native/cuda/one-card.ts';
import { openLibrary } from '../../../electron/native/cuda/open-library.ts';
import { whyNoGpu } from '../../../electron/native/cuda/why-no-gpu.ts';
import { temporaryFolder } from '../../fixtures/folders.ts';

const CLOSED =
  'NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15 UTC 2023\nGCC version: 12';
const OPEN = 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build  (dvs-builder)';

let proc: { folder: string; remove(): void };
beforeEach(() => {
  proc = temporaryFolder();
});
afterEach(() => proc.remove());

function procCard(bus: string, name: string): void {
  const place = path.join(proc.folder, 'gpus', bus);
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, 'information'), `Model: \t\t ${name}\nIRQ:   \t\t 16\n`);
}

describe('the driver', () => {
  it('is read from either kernel module', () => {
    expect(parseDriverVersion(CLOSED)).toBe('535.104.05');
    expect(parseDriverVersion(OPEN)).toBe('550.54.15');
    expect(parseDriverVersion('')).toBeNull();
  });

  it.each([
    ['470.256.02', true],
    ['525.53', true],
    ['525.60.13', false],
    ['535.104.05', false],
    ['1000.1', false],
  ])('%s is too old for CUDA 12: %s', (version, old) => {
    expect(isOldDriver(version)).toBe(old);
  });
});

describe('the card', () => {
  it('has the name that the kernel tells where it is the only one', () => {
    fs.writeFileSync(path.join(proc.folder, 'version'), OPEN);
    procCard('0000:01:00.0', 'NVIDIA GeForce RTX 4090');
    expect(nvidiaCard(0, proc.folder)).toEqual({ name: 'NVIDIA GeForce RTX 4090', driver: '550.54.15' });
    expect(driverVersion(proc.folder)).toBe('550.54.15');
  });

  it('is read from nvidia-smi’s table, names with commas too, and nothing from its complaints', () => {
    expect(parseSmi('NVIDIA H100 80GB HBM3, 550.54.15\nTesla V100, PCIe, 535.104.05\n')).toEqual([
      { name: 'NVIDIA H100 80GB HBM3', driver: '550.54.15' },
      { name: 'Tesla V100, PCIe', driver: '535.104.05' },
    ]);
    expect(parseSmi('No devices were found\n')).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('a library', () => {
  it('opens, though it is no addon, or the loader says why not', () => {
    expect(openLibrary('libm.so.6')).toBeNull();
    expect(openLibrary('libinkstone-is-not-there.so.1')).toMatch(/cannot open shared object file/);
    const file = path.join(proc.folder, 'broken.so');
    fs.writeFileSync(file, 'no library');
    expect(openLibrary(file)).toMatch(/broken\.so/);
  });

  it.skipIf(hasDriver())('of the driver’s that is missing is the first reason for having no GPU', () => {
    expect(whyNoGpu(proc.folder)).toBe('no-driver');
  });
});

describe('the environment for one card', () => {
  it('shows the first card, takes memory as needed and the algorithms that repeat', () => {
    const env: Record<string, string | undefined> = {};
    expect(useOneCard(env)).toBe(0);
    expect(env).toEqual({
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '0',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      TF_CUDNN_DETERMINISTIC: '1',
    });
  });

  it.each([
    ['2,3', '2', 2],
    ['GPU-8f2a, 1', 'GPU-8f2a', null],
    ['', '', null],
  ])('of the user’s %j leaves %j', (visible, left, card) => {
    const env: Record<string, string | undefined> = {
      CUDA_VISIBLE_DEVICES: visible,
      TF_FORCE_GPU_ALLOW_GROWTH: 'false',
    };
    expect(useOneCard(env)).toBe(card);
    expect(env).toMatchObject({ CUDA_VISIBLE_DEVICES: left, TF_FORCE_GPU_ALLOW_GROWTH: 'false' });
  });
});
