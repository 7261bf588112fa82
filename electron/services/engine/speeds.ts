import path from 'node:path';
import { z } from 'zod';
import { toErrorData } from '../../../shared/contract/errors.ts';
import type { HostEnvironment } from '../../environment.ts';
import { readJson, writeJson } from '../../files/json-file.ts';
import { TrainerLink } from '../../trainer-link/trainer-link.ts';

/** How long a probe trains. */
export const PROBE_SECONDS = 2;

/**
 * engine-speeds.json: the result of a short probe on this machine, images/s. Another version of Inkstone measures
 * again.
 */
const recordSchema = z.object({
  version: z.literal(1),
  /** Inkstone's, since both engines change with it. */
  studio: z.string(),
  cpu: z.number(),
  /** Null: no graphics card that WebGPU can drive, or only a software renderer. */
  webgpu: z.number().nullable(),
});

export type SpeedRecord = z.infer<typeof recordSchema>;
type SpeedEnvironment = Pick<HostEnvironment, 'launchTrainer' | 'log' | 'storageFolder' | 'version'>;

const fileOf = (env: Pick<HostEnvironment, 'storageFolder'>) => path.join(env.storageFolder, 'engine-speeds.json');

/** What was found before; null if nothing was, or by another version. A file that cannot be read counts as none. */
export async function readSpeeds(env: SpeedEnvironment): Promise<SpeedRecord | null> {
  const record = await readJson(fileOf(env), recordSchema, 1).catch((thrown: unknown) => {
    env.log.warn('engine speeds cannot be read', { error: toErrorData(thrown).code });
    return null;
  });
  return record?.studio === env.version ? record : null;
}

/** Probes WebGPU in a process of its own, beside a processor that reached `cpu` images/s, and keeps what it found. */
export async function compareSpeeds(env: SpeedEnvironment, cpu: number): Promise<SpeedRecord> {
  const record: SpeedRecord = { version: 1, studio: env.version, cpu, webgpu: await probeWebGpu(env) };
  env.log.info('engine speeds', { cpu, webgpu: record.webgpu });
  await writeJson(fileOf(env), record).catch((thrown: unknown) =>
    env.log.warn('engine speeds cannot be kept', { error: toErrorData(thrown).code }),
  );
  return record;
}

async function probeWebGpu(env: SpeedEnvironment): Promise<number | null> {
  const link = new TrainerLink(env, {
    launches: () => [{ engine: 'webgpu', libraryFolder: null }],
    refused: () => undefined,
  });
  try {
    await link.ready();
    if (link.status.facts?.adapter?.software !== false) return null;
    return (await link.call('engine.probe', { seconds: PROBE_SECONDS })).imagesPerSecond;
  } catch (thrown) {
    env.log.info('WebGPU does not run here', { ...toErrorData(thrown).params, error: toErrorData(thrown).code });
    return null;
  } finally {
    link.stop();
  }
}
