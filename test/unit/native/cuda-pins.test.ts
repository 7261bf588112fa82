import { expect, it } from 'vitest';
import { bytesNeeded } from '../../../electron/native/cuda/cuda-folder.ts';
import { cudaPins, diskBytes, downloadBytes } from '../../../electron/native/cuda/cuda-pins.ts';
import { pins } from '../../../electron/native/pins.ts';

/** The folders beside tensorflow/ that the two libraries' RUNPATH names (read from them), and cuDNN's and cuSOLVER's needs. */
const FOLDERS = [
  'cublas',
  'cuda_cupti',
  'cuda_nvrtc',
  'cuda_runtime',
  'cudnn',
  'cufft',
  'cusolver',
  'cusparse',
  'nvjitlink',
];

const members = cudaPins.wheels.flatMap((wheel) => wheel.members);

it('is the TensorFlow that the addon is built for on the processor', () => {
  const processor = pins.platforms[cudaPins.platform]!;
  expect(cudaPins.version).toBe(processor.version);
  expect(cudaPins.wheels[0]).toMatchObject({ project: 'tensorflow', version: processor.version });
});

it('has libraries in every folder where they are looked for, and a licence of each of NVIDIA’s packages', () => {
  for (const folder of FOLDERS)
    expect(members.some(({ path }) => path.startsWith(`nvidia/${folder}/lib/lib`))).toBe(true);
  for (const { project, version, members } of cudaPins.wheels.slice(1)) {
    expect(project).toMatch(/^nvidia-[a-z-]+-cu12$/);
    const licence = `${project.replaceAll('-', '_')}-${version}.dist-info/License.txt`;
    expect(members.map(({ path }) => path)).toContain(licence);
  }
});

it('names hashes and sizes that can be, each path once and below the folder', () => {
  expect(new Set(members.map(({ path }) => path)).size).toBe(members.length);
  for (const { path, size, zipped, sha256 } of members) {
    expect(path).toMatch(/^(tensorflow|nvidia|nvidia_[a-z0-9_]+-[\d.]+\.dist-info)\/[^.][\w./-]*$/);
    expect(path).not.toContain('..');
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(zipped).toBeGreaterThan(0);
    expect(size).toBeGreaterThanOrEqual(zipped);
  }
});

it('tells what it takes: 2.0 GB to fetch, 3.6 GB on disk, a little more while it unpacks', () => {
  expect(downloadBytes(cudaPins) / 1e9).toBeCloseTo(2.0, 1);
  expect(diskBytes(cudaPins) / 1e9).toBeCloseTo(3.6, 1);
  const needed = bytesNeeded('/nowhere', cudaPins);
  expect(needed).toBeGreaterThan(diskBytes(cudaPins));
  expect(needed).toBeLessThan(diskBytes(cudaPins) + downloadBytes(cudaPins));
});
