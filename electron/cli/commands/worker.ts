import { openTrialWorker, type WorkerHost } from '../../hosts/trial-worker.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { WorkerNews } from '../../services/studies/queue/trial-worker.ts';
import type { Arguments } from '../arguments.ts';
import { chooseQueue } from '../choices/study.ts';
import type { Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** Takes trials from a queue until it is asked to end; then its trial goes back. */
export async function worker(services: Services, args: Arguments, output: Output): Promise<number> {
  const address = chooseQueue(args.required('queue'));
  const name = args.value('name');
  if (name !== undefined && (name.trim() === '' || name.length > 100))
    throw new UsageError('--name is 1 to 100 characters');
  const { env, engine, link } = services;
  const checkMemory: WorkerHost['checkMemory'] = async (spec, imageBytes) => engine.memory.check(spec, imageBytes);
  const opened = await openTrialWorker({ env, link, use: engine.use, checkMemory }, address, name);
  services.beforeStop(() => opened.close());
  output.line({ type: 'worker', worker: opened.id, queue: address });
  output.note(`${opened.id} takes trials from ${address}; end it with Ctrl+C`);
  opened.worker.onNews.on((news) => tell(news, output));
  return opened.worker.failed;
}

function tell(news: WorkerNews, output: Output): void {
  if (news.type === 'queue') {
    output.line({ type: 'queue', state: news.state });
    return output.note(news.state === 'lost' ? 'the queue is gone; waiting for it' : 'the queue is back');
  }
  const { study, number } = news.job;
  const status = news.type === 'took' ? 'running' : news.status;
  output.line({ type: 'trial', study, number, status });
  output.note(`${study} #${number}: ${status}`);
}
