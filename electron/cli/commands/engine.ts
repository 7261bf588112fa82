import { AppError, fromErrorData } from '../../../shared/contract/errors.ts';
import { type CudaStatus, engineChoiceSchema } from '../../../shared/contract/schemas/engine.ts';
import { errorLines } from '../../../shared/words/error-words.ts';
import { duration } from '../../../shared/words/numbers.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { percent, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

const USAGE = 'engine list | use auto|cpu|cuda|webgpu | install cuda | remove cuda';

/** Which engine trains, and the fetching and removal of the one that is not bundled. */
export async function engine(services: Services, { rest }: Arguments, output: Output): Promise<number> {
  const [verb, name, ...more] = rest;
  if (more.length > 0) throw new UsageError(USAGE);
  if (verb === 'list' && name === undefined) return list(services, output);
  if (verb === 'use') return use(services, name, output);
  if (verb === 'install' && name === 'cuda') return install(services, output);
  if (verb === 'remove' && name === 'cuda') return remove(services, output);
  throw new UsageError(USAGE);
}

function list(services: Services, output: Output): number {
  const { cuda, fallback } = services.engine.status;
  const chosen = services.settings.get().engine;
  output.line({ type: 'result', chosen, cuda, fallback });
  output.say(`chosen   ${chosen}`);
  output.say('cpu      TensorFlow on the processor');
  output.say(`cuda     TensorFlow on NVIDIA's cards: ${cudaWords(cuda)}`);
  output.say("webgpu   any maker's graphics card, step by step");
  if (fallback) output.note(errorLines(fallback, services.env.systemLanguage));
  return 0;
}

async function use(services: Services, name: string | undefined, output: Output): Promise<number> {
  const choice = engineChoiceSchema.safeParse(name);
  if (!choice.success) throw new UsageError(USAGE);
  await services.settings.update({ engine: choice.data });
  return list(services, output);
}

function install(services: Services, output: Output): Promise<number> {
  const { cuda } = services.engine;
  if (cuda.status.state === 'absent') {
    output.note(`CUDA for TensorFlow: ${cudaWords(cuda.status)}.`);
    output.note("NVIDIA's libraries in it are proprietary: their licences come with them (*.dist-info/License.txt).");
  }
  return new Promise((resolve, reject) => {
    const look = (status: CudaStatus) => {
      if (status.state === 'downloading') output.progress(progressWords(status));
      else if (status.state === 'failed') reject(fromErrorData(status.error));
      else if (status.state === 'absent') reject(new AppError('cancelled'));
      else if (status.state === 'ready') {
        output.line({ type: 'result', engine: 'cuda', installed: true, folder: cuda.folder });
        output.say(`cuda is installed in ${cuda.folder}`);
        resolve(0);
      }
    };
    cuda.onChanged.on(look);
    cuda.install();
    if (cuda.status.state === 'ready') look(cuda.status);
  });
}

async function remove(services: Services, output: Output): Promise<number> {
  await services.engine.removeCuda();
  output.line({ type: 'result', engine: 'cuda', installed: false });
  output.say('cuda is removed');
  return 0;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

function cudaWords(cuda: CudaStatus): string {
  switch (cuda.state) {
    case 'unsupported':
      return 'only on Linux with an x86-64 processor';
    case 'ready':
      return 'installed';
    case 'downloading':
      return progressWords(cuda);
    case 'absent':
    case 'failed':
      return `${gigabytes(cuda.downloadBytes)} to fetch, ${gigabytes(cuda.diskBytes)} on disk`;
  }
}

function progressWords({ bytes, totalBytes, etaSeconds }: CudaStatus & { state: 'downloading' }): string {
  const left = etaSeconds === null ? '' : `, ${duration(etaSeconds)} left`;
  return `${gigabytes(bytes)} of ${gigabytes(totalBytes)} (${percent(bytes / totalBytes, 0)})${left}`;
}
