import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { processorFeatures, schedulableCpus } from '../../electron/native/processor.ts';
import { locateEngine } from '../../electron/native/locate.ts';
import { root } from '../../scripts/lib/root.ts';

/** The machine that the numbers were measured on. */
export interface Machine {
  readonly processor: string;
  /** Processors that this process may use. */
  readonly processors: number;
  readonly features: readonly string[];
  readonly memoryBytes: number;
  readonly system: string;
  /** The version of the libtensorflow that the trainer uses. */
  readonly tensorflow: string;
  readonly node: string;
  /** The checkout's commit, with a + if it has changes; null where that cannot be told. */
  readonly commit: string | null;
  /** The load before the first part: above a few tenths, other programs disturb the measurement. */
  readonly loadAverage: number;
}

export function machine(): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() ?? os.arch(),
    processors: schedulableCpus(),
    features: processorFeatures(),
    memoryBytes: os.totalmem(),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    tensorflow: locateEngine().manifest.tensorflow ?? 'unknown',
    node: process.versions.node,
    commit: commit(),
    loadAverage: os.loadavg()[0]!,
  };
}

/** In words, one line. */
export function machineText({
  processor,
  processors,
  features,
  memoryBytes,
  system,
  tensorflow,
  node,
}: Machine): string {
  const widest = ['amx_tile', 'avx512f', 'avx2', 'asimd'].find((name) => features.includes(name));
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GiB`;
  return `${processors} processors of ${processor}${widest ? ` (${widest})` : ''}, ${memory}, ${system}, TensorFlow ${tensorflow}, Node ${node}`;
}

function commit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '-uno') ? '+' : ''}`;
  } catch {
    return null;
  }
}
