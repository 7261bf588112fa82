import type { ErrorData } from '../../../shared/contract/errors.ts';
import type { CudaStatus, EngineChoice } from '../../../shared/contract/schemas/engine.ts';
import type { EngineName } from '../../trainer-link/engine-source.ts';

/** What the two speeds of a short training probe were, images/s; webgpu is null where no real card could be driven. */
export interface Speeds {
  readonly cpu: number;
  readonly webgpu: number | null;
}

export interface Circumstances {
  readonly choice: EngineChoice;
  readonly cuda: CudaStatus['state'];
  /** The engines that failed since the choice was made, and why: none is tried twice. */
  readonly refused: Readonly<Partial<Record<EngineName, ErrorData>>>;
  /** What a probe found on this machine; null before there was one. */
  readonly speeds: Speeds | null;
}

export interface ChosenEngines {
  /** To try in this order; the last one is always the processor. */
  readonly order: readonly EngineName[];
  /** Why the one that was chosen is not among them, or failed; null when all is as wished. */
  readonly fallback: ErrorData | null;
}

/** How much faster than the processor WebGPU must be for `auto`: a probe is noisy, and the processor's engine is exact. */
const WORTH_IT = 1.2;

/**
 * Which engine trains. `auto`: CUDA when it is installed (whether a card is there, its start tells), else WebGPU if a
 * probe found it clearly faster, else the processor, without a word about what was never asked for.
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
