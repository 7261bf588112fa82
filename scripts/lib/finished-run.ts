import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dataFiles, readPrepared } from '../../electron/services/datasets/prepared.ts';
import { readModelFolder } from '../../electron/trainer/formats/model-folder.ts';
import { runSchema, type Run } from '../../shared/contract/schemas/run.ts';
import type { DataFiles } from '../../shared/contract/trainer.ts';

/** The newest run that a storage has finished, and its data. Throws if it made another model than the one in `folder`, or its data are gone. */
export async function runBehind(home: string, folder: string): Promise<{ run: Run; files: DataFiles[] }> {
  const { card } = await readModelFolder(folder);
  const run = newestRun(home);
  const made = await readModelFolder(path.join(home, 'runs', run.id, 'model'));
  if (made.card.weightsSha256 !== card.weightsSha256) throw new Error(`${folder} is not what the run ${run.id} made`);
  const files = await Promise.all(
    run.spec.data.datasets.map((dataset) => filesOf(path.join(home, 'datasets', dataset))),
  );
  return { run, files };
}

function newestRun(home: string): Run {
  const runs = readdirSync(path.join(home, 'runs'))
    .map((id) => runSchema.parse(JSON.parse(readFileSync(path.join(home, 'runs', id, 'run.json'), 'utf8'))))
    .filter(({ status }) => status === 'finished')
    .sort((a, b) => b.createdAt - a.createdAt);
  if (!runs[0]) throw new Error(`no run in ${home} has finished`);
  return runs[0];
}

async function filesOf(folder: string): Promise<DataFiles> {
  const record = await readPrepared(folder);
  if (!record) throw new Error(`${folder} is not whole`);
  return dataFiles(folder, record);
}
