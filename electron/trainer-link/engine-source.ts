import { AppError, toErrorData, type ErrorCode, type ErrorData } from '../../shared/contract/errors.ts';
import type { EngineFacts } from '../../shared/contract/schemas/engine.ts';

export type EngineName = EngineFacts['engine'];

/** What a trainer process is told to load. */
export interface EngineLaunch {
  readonly engine: EngineName;
  /** null: let electron/native find it. */
  readonly libraryFolder: string | null;
}

/** Decides which engine to load. */
export interface EngineSource {
  /** The engines in the order to try them; the last one is the processor, which always works. */
  launches(): readonly EngineLaunch[];
  /** Reports an engine that failed, and why. The next one is tried. */
  refused(engine: EngineName, error: ErrorData): void;
}

/** `AppError` codes by the reason that the trainer gives for using no GPU. */
const CODES: Readonly<Partial<Record<NonNullable<EngineFacts['noGpuReason']>, ErrorCode>>> = {
  'no-driver': 'cuda-no-driver',
  'old-driver': 'cuda-old-driver',
  'no-device': 'cuda-no-device',
  libraries: 'cuda-libraries',
  platform: 'cuda-unsupported',
};

/** Why a trainer that was launched for CUDA runs on the processor; null if it runs on what it was launched for. */
export function otherThanAsked(launch: EngineLaunch, facts: EngineFacts): ErrorData | null {
  if (launch.engine === facts.engine) return null;
  const reason = facts.noGpuReason ?? 'no-device';
  const code = CODES[reason] ?? 'cuda-failed';
  return toErrorData(new AppError(code, code === 'cuda-failed' ? { reason } : {}));
}

/** A failed launch as an error of its engine; the reason is the loader's message, or how the process ended. */
export function launchFailure(engine: EngineName, error: ErrorData, ending: string | null): ErrorData {
  if (error.code.startsWith(engine)) return error;
  const reason = ending ?? rootCause(error);
  const code = engine === 'webgpu' ? 'webgpu-failed' : 'cuda-failed';
  return { code, params: { reason }, ...(error.details === undefined ? {} : { details: error.details }) };
}

/** The first line of an error's innermost cause; its code if there is none. */
function rootCause({ code, details = '' }: ErrorData): string {
  const bottom = details.split('\ncaused by: ').at(-1) ?? '';
  return bottom.split('\n')[0]!.replace(/^\w*Error: /, '') || code;
}
