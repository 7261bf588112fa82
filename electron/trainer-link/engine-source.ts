import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../shared/contract/errors.ts';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';

export type EngineName = EngineFacts['engine'];

/** What a trainer process is told to load. */
export interface EngineLaunch {
  readonly engine: EngineName;
  /** null: let electron/native find it. */
  readonly libraryFolder: string | null;
}

/** Who says what to load. */
export interface EngineSource {
  /** In the order to try them; the last one is what always goes: the processor. */
  launches(): readonly EngineLaunch[];
  /** One that will not do, and why. The next one is tried. */
  refused(engine: EngineName, error: ErrorData): void;
}

/** What a launch came to: `AppError` codes by the reason that the trainer gives for having no GPU. */
const CODES: Readonly<Partial<Record<NonNullable<EngineFacts['noGpuReason']>, ErrorCode>>> = {
  'no-driver': 'cuda-no-driver',
  'old-driver': 'cuda-old-driver',
  'no-device': 'cuda-no-device',
  libraries: 'cuda-libraries',
  platform: 'cuda-unsupported',
};

/** Why a trainer that was to run on CUDA loaded, but runs on the processor; null if it does what it was launched for. */
export function otherThanAsked(launch: EngineLaunch, facts: EngineFacts): ErrorData | null {
  if (launch.engine === facts.engine) return null;
  const reason = facts.noGpuReason ?? 'no-device';
  const code = CODES[reason] ?? 'cuda-failed';
  return toErrorData(new AppError(code, code === 'cuda-failed' ? { reason } : {}));
}

/** A launch that failed, as the failure of its engine: the loader's own words, or how the process ended, are the reason. */
export function launchFailure(engine: EngineName, error: ErrorData, ending: string | null): ErrorData {
  if (error.code.startsWith(engine)) return error;
  const reason = ending ?? rootCause(error);
  const code = engine === 'webgpu' ? 'webgpu-failed' : 'cuda-failed';
  return { code, params: { reason }, ...(error.details === undefined ? {} : { details: error.details }) };
}

/** The first line of what was at the bottom of an error; its code where nothing tells. */
function rootCause({ code, details = '' }: ErrorData): string {
  const bottom = details.split('\ncaused by: ').at(-1) ?? '';
  return bottom.split('\n')[0]!.replace(/^\w*Error: /, '') || code;
}
