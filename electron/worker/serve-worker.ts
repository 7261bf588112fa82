import { AppError } from '../../shared/contract/errors.ts';
import { workerCalls, workerEvents } from '../../shared/contract/worker.ts';
import { bytesOfFloats, floatsFromBytes } from '../../shared/data/number-bytes.ts';
import { serve } from '../../shared/rpc/serve.ts';
import type { Transport } from '../../shared/rpc/transport.ts';
import { storageError } from '../files/atomic-write.ts';
import { readWhole } from '../files/read-whole.ts';
import { readExports } from '../formats/exports/read-exports.ts';
import { layOut } from './lay-out.ts';
import { writeExport } from './write-export.ts';

/** Between two tellings of progress, milliseconds. */
const TELL_EVERY = 100;

/** Answers the worker's calls until the transport closes. */
export function serveWorker(transport: Transport): void {
  const serving = serve(
    { calls: workerCalls, events: workerEvents },
    {
      'map.layOut': async ({ features, width, count }) => {
        const bytes = await readWhole(features).catch((error: unknown) => {
          throw storageError(error, features);
        });
        if (bytes.length !== 4 * width * count) throw new AppError('file-torn', { path: features });
        const table = { values: floatsFromBytes(bytes), width };
        return {
          points: bytesOfFloats(await work(layOut(table), (share) => serving.emit('work.progress', { share }))),
        };
      },
      'export.write': writeExport,
      'export.read': readExports({
        keras: async () => (await import('../formats/exports/keras/open-keras.ts')).openKeras,
        html: async () => (await import('../formats/exports/html/open-html.ts')).openHtml,
        onnx: async () => (await import('../formats/exports/onnx/read-onnx.ts')).openOnnx,
      }),
    },
    transport,
  );
}

/** Takes a calculation to its end; now and then it tells how far it is, and lets messages out. */
async function work<T>(calculation: Generator<number, T>, tell: (share: number) => void): Promise<T> {
  let told = -Infinity;
  for (;;) {
    const step = calculation.next();
    if (step.done) return step.value;
    if (performance.now() - told < TELL_EVERY) continue;
    told = performance.now();
    tell(step.value);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
