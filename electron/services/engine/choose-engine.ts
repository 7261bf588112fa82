import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { CudaStatus, EngineChoice } from '../../../shared/contract/schemas/engine.ts';
import type { EngineName } from '../../trainer-link/engine-source.ts';

/** The speeds of a short training probe, images/s; webgpu is null if there is no real card to drive. */
export interface Speeds {
  readonly cpu: number;
  readonly webgpu: number | null;
}

export interface Circumstances {
  readonly choice: EngineChoice;
  readonly cuda: CudaStatus['state'];
  /** The engines that failed since the choice was made, and why: none is tried twice. */
  readonly refused: Readonly<Partial<Record<EngineName, ErrorData>>>;
  /** The probe's result on this machine; null before there was one. */
  readonly speeds: Speeds | null;
}

export interface ChosenEngines {
  /** The engines in the order to try them; the last one is always the processor. */
  readonly order: readonly EngineName[];
  /** Why the chosen engine is not among them or has failed; null when it is used. */
  readonly fallback: ErrorData | null;
}

/** How much faster than the processor WebGPU must be for `auto`: a probe is noisy, and the processor's engine is exact. */
const WORTH_IT = 1.2;

/**
 * Which engine trains. `auto`: CUDA when it is installed (its start tells whether there is a card), else WebGPU if a
 * probe found it clearly faster, else the processor, without a `fallback` since nothing else was asked for.
 */
export function chooseEngines({ choice, cuda, refused, speeds }: Circumstances): ChosenEngines {
  switch (choice) {
    case 'cpu':
      return { order: ['cpu'], fallback: null };
    case 'cuda':
      return cuda === 'ready' ? tried('cuda', refused) : { order: ['cpu'], fallback: notThere(cuda) };
    case 'webgpu':
      return tried('webgpu', refused);
    case 'auto': {
      const wished: EngineName[] = [];
      if (cuda === 'ready') wished.push('cuda');
      if (isWebGpuFaster(speeds)) wished.push('webgpu');
      const fallback = wished.map((engine) => refused[engine]).find((error) => error !== undefined) ?? null;
      return { order: [...wished.filter((engine) => !refused[engine]), 'cpu'], fallback };
    }
  }
}

const isWebGpuFaster = (speeds: Speeds | null): boolean =>
  speeds !== null && speeds.webgpu !== null && speeds.webgpu >= WORTH_IT * speeds.cpu;

function tried(engine: EngineName, refused: Circumstances['refused']): ChosenEngines {
  const fallback = refused[engine] ?? null;
  return { order: fallback ? ['cpu'] : [engine, 'cpu'], fallback };
}

const notThere = (cuda: CudaStatus['state']): ErrorData => ({
  code: cuda === 'unsupported' ? 'cuda-unsupported' : 'cuda-absent',
  params: {},
});
