import path from 'node:path';
import { AppError, fromErrorData } from '../../../shared/contract/errors.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { percent, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

export async function data(services: Services, { rest }: Arguments, output: Output): Promise<number> {
  const [verb, folder, ...more] = rest;
  if (more.length > 0) throw new UsageError('data list | import FOLDER | download');
  if (verb === 'import' && folder !== undefined) {
    const id = await services.datasets.importFolder(path.resolve(folder));
    output.line({ type: 'result', dataset: id });
    output.say(id);
    return 0;
  }
  if (verb === 'download') return download(services, output);
  if (verb !== 'list') throw new UsageError('data list | import FOLDER | download');
  const sets = await services.datasets.list();
  output.line({ type: 'result', datasets: sets });
  for (const set of sets) {
    output.say(`${set.id}  ${set.status.state}  ${set.trainCount} + ${set.testCount} images  ${set.origin ?? ''}`);
  }
  return 0;
}

function download(services: Services, output: Output): Promise<number> {
  return new Promise((resolve, reject) => {
    services.datasets.onChanged.on((info) => {
      if (info.id !== 'mnist') return;
      const { status } = info;
      if (status.state === 'working') {
        output.progress(`${status.source ?? ''} ${percent(status.progress ?? 0, 0)}`);
      } else if (status.state === 'ready') {
        output.line({ type: 'result', dataset: info.id });
        output.say('mnist is ready');
        resolve(0);
      } else {
        reject(status.state === 'failed' ? fromErrorData(status.error) : new AppError('cancelled'));
      }
    });
    services.datasets.download();
  });
}
