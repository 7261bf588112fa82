import { AppError } from '../../shared/contract/errors.ts';
import { ServerError } from './http-get.ts';

/** How long a transfer is waited for: its signal aborts when nothing arrives for a while, or when the user cancels. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Something has arrived: the waiting starts anew. */
  touch(): void;
  end(): void;
  /** The reason why the transfer failed: `cancelled`, a stall, or else `otherwise`. */
  explain(otherwise: ServerError): AppError | ServerError;
}

/** `end` must be called. `stallMs` milliseconds without a byte are too long. */
export function patience(stallMs: number, cancel?: AbortSignal): Patience {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, stallMs);
  cancel?.addEventListener('abort', abort);
  if (cancel?.aborted) abort();
  return {
    signal: controller.signal,
    touch: () => void timer.refresh(),
    end() {
      clearTimeout(timer);
      cancel?.removeEventListener('abort', abort);
    },
    explain(otherwise) {
      if (cancel?.aborted) return new AppError('cancelled', {}, otherwise);
      return controller.signal.aborted ? new ServerError(`sent nothing for ${stallMs / 1000} s`, false) : otherwise;
    },
  };
}
