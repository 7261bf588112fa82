import fs from 'node:fs';

/** Resident memory of another process, bytes: now and at its highest. Null where the system does not tell (all but Linux). */
export function residentMemory(pid: number): { now: number; peak: number } | null {
  if (process.platform !== 'linux') return null;
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}
