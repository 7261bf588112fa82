import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

/** Linux's names of the instruction sets that TensorFlow and oneDNN have code for. */
const RELEVANT = [
  'sse4_1',
  'sse4_2',
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx512f',
  'avx512bw',
  'avx512vl',
  'avx512_vnni',
  'avx512_bf16',
  'avx512_fp16',
  'avx_vnni',
  'amx_tile',
  'amx_int8',
  'amx_bf16',
  'asimd',
  'asimddp',
  'bf16',
  'i8mm',
  'sve',
  'sve2',
];

/** The instruction sets of this processor that matter to TensorFlow, in Linux's names; empty where they cannot be told. */
export function processorFeatures(): string[] {
  const present = new Set(readFeatures());
  return RELEVANT.filter((name) => present.has(name));
}

/** Logical processors that this process may run on: TensorFlow makes as many threads to run ops side by side. */
export function schedulableCpus(): number {
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readText('/proc/self/status'))?.[1];
  if (!allowed) return os.cpus().length;
  return allowed.split(',').reduce((count, range) => {
    const [first, last] = range.split('-').map(Number);
    return count + (last ?? first!) - first! + 1;
  }, 0);
}

/**
 * How many threads share one op. A batch runs as two shards side by side (electron/trainer/model/shards.ts), so each op
 * gets half of the processors: the two do not wait for one another at its end.
 */
export const threadsPerOp = (): number => Math.max(1, Math.floor(schedulableCpus() / 2));

function readFeatures(): string[] {
  if (process.platform === 'linux') {
    return /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readText('/proc/cpuinfo'))?.[1]?.split(' ') ?? [];
  }
  if (process.platform === 'darwin' && process.arch === 'arm64') return ['asimd'];
  if (process.platform === 'darwin') return macFeatures();
  return [];
}

/** macOS's names (AVX1.0, SSE4.2, AVX512F) brought to Linux's. */
function macFeatures(): string[] {
  const text = execFileSync('/usr/sbin/sysctl', ['-n', 'machdep.cpu.features', 'machdep.cpu.leaf7_features'], {
    encoding: 'utf8',
  });
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((name) => (name === 'avx1.0' ? 'avx' : name.replace('sse4.', 'sse4_')));
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
