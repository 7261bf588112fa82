import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openLibrary } from './open-library.ts';

export interface NvidiaCard {
  readonly name: string;
  /** The driver's version; null where it cannot be told. */
  readonly driver: string | null;
}

const PROC = '/proc/driver/nvidia';
const SMI_TIMEOUT = 5_000;

/** The oldest driver that runs CUDA 12 programs (NVIDIA's CUDA compatibility table): 525.60. */
const OLDEST = [525, 60] as const;

/** Whether the driver's own library, which comes with no wheel, can be opened here. */
export const hasDriver = (): boolean => openLibrary('libcuda.so.1') === null;

/** The driver's version, from the kernel module or nvidia-smi; null where neither tells. */
export function driverVersion(proc = PROC): string | null {
  return parseDriverVersion(readText(path.join(proc, 'version'))) ?? querySmi()[0]?.driver ?? null;
}

export function isOldDriver(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** The card at a place in the order of the PCI bus; null where nothing tells of it. */
export function nvidiaCard(index: number, proc = PROC): NvidiaCard | null {
  const cards = procCards(proc);
  // In a container the kernel may list cards that are not passed through; with one card there is nothing to mistake.
  if (cards.length === 1 && index === 0) return cards[0]!;
  return querySmi()[index] ?? cards[index] ?? null;
}

/** `NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  ...` and the open module's variant of it. */
export const parseDriverVersion = (text: string): string | null =>
  /Kernel Module(?: for \S+)?\s+(\d+(?:\.\d+)+)/.exec(text)?.[1] ?? null;

/** Lines of `nvidia-smi --query-gpu=name,driver_version --format=csv,noheader`. */
export const parseSmi = (text: string): NvidiaCard[] =>
  text
    .split('\n')
    .map((line) => /^(.+), ([\d.]+)$/.exec(line.trim()))
    .flatMap((match) => (match ? [{ name: match[1]!, driver: match[2]! }] : []));

function procCards(proc: string): NvidiaCard[] {
  const driver = parseDriverVersion(readText(path.join(proc, 'version')));
  return listFolder(path.join(proc, 'gpus')).flatMap((bus) => {
    const name = /^Model:\s*(.+?)\s*$/m.exec(readText(path.join(proc, 'gpus', bus, 'information')))?.[1];
    return name ? [{ name, driver }] : [];
  });
}

function querySmi(): NvidiaCard[] {
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  try {
    return parseSmi(
      execFileSync('nvidia-smi', query, {
        encoding: 'utf8',
        timeout: SMI_TIMEOUT,
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' },
      }),
    );
  } catch {
    return [];
  }
}

function listFolder(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
