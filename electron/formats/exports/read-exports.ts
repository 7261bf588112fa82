import type { CallOutput, ParsedInput } from '../../../shared/contract/define.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { exportReadCall } from '../../../shared/contract/export-reading.ts';
import { EXPORT_NAMES, type ForeignFormat } from '../../../shared/contract/schemas/export.ts';
import { bytesOfFloats } from '../../../shared/data/number-bytes.ts';
import type { OpenedExport, OpenExport } from './open-export.ts';

type Calls = { readonly read: typeof exportReadCall };

/** Answers `export.read` with these formats' runtimes, each by what loads it; the last export stays loaded. */
export function readExports(
  runtimes: Readonly<Partial<Record<ForeignFormat, () => Promise<OpenExport>>>>,
): (input: ParsedInput<Calls, 'read'>) => Promise<CallOutput<Calls, 'read'>> {
  let last: { readonly path: string; readonly opened: Promise<OpenedExport> } | null = null;
  return async ({ format, path, inputShape, images }) => {
    const runtime = runtimes[format];
    if (!runtime) throw new AppError('unsupported');
    try {
      if (last?.path !== path) last = { path, opened: runtime().then((open) => open(path)) };
      const scaled = Float32Array.from(images, (byte) => byte / 255);
      return { values: bytesOfFloats(await (await last.opened).read(scaled, inputShape)) };
    } catch (error) {
      last = null;
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('export-unread', { format: EXPORT_NAMES[format], reason: reason.slice(0, 300) }, error);
    }
  };
}
