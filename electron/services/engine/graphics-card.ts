import { readdirSync } from 'node:fs';

/** Whether there may be a graphics card that computes: on Linux one has a render node; elsewhere every desktop has one. */
export function mayHaveGraphicsCard(platform: string = process.platform, devices = '/dev/dri'): boolean {
  if (platform !== 'linux') return true;
  try {
    return readdirSync(devices).some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}
