import fs from 'node:fs';
import os from 'node:os';

/**
 * Memory that programs could still take, bytes. Linux says it (MemAvailable: what is free, and caches that would be given back),
 * and a container's bound holds beside it. Windows' free memory is that too. macOS counts hardly any memory as free, compresses
 * what lies still and makes room when it is asked: all of it counts.
 */
export function freeMemory(): number {
  if (process.platform === 'darwin') return os.totalmem();
  if (process.platform !== 'linux') return os.freemem();
  const bound = constrained();
  const available = availableIn(readOr('/proc/meminfo')) ?? os.freemem();
  return bound === null ? available : Math.min(available, bound);
}

/** MemAvailable of /proc/meminfo in bytes; null where it is not told (Linux before 3.14). */
export function availableIn(meminfo: string): number | null {
  const [, kibibytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

/** What the control group lets this process and its children have in all; null without a bound. Older Nodes cannot tell. */
function constrained(): number | null {
  const bound = (process as { constrainedMemory?: () => number }).constrainedMemory?.() ?? 0;
  return bound > 0 ? bound : null;
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether there may be a graphics card that computes: on Linux one has a render node; elsewhere every desktop has one. */
export function mayHaveGraphicsCard(platform: string = process.platform, devices = '/dev/dri'): boolean {
  if (platform !== 'linux') return true;
  try {
    return fs.readdirSync(devices).some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}
