import os from 'node:os';
import { version as tfjsVersion } from '@tensorflow/tfjs-node/dist/version.js';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';
import { processorFeatures } from './processor.ts';

type MachineFacts = Pick<EngineFacts, 'tfjs' | 'processor' | 'features' | 'node' | 'platform' | 'pid'>;

/** Facts about the machine that do not depend on the engine. */
export const machineFacts = (): MachineFacts => ({
  tfjs: tfjsVersion,
  processor: os.cpus()[0]?.model.trim() ?? os.arch(),
  features: processorFeatures(),
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
  pid: process.pid,
});
