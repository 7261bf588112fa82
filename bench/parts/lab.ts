import path from 'node:path';
import { startHost } from '../../test/fixtures/host-services.ts';
import type { Bench, Part, PartResult } from '../lib/bench.ts';
import { milliseconds } from '../lib/format.ts';
import { atMost } from '../lib/goals.ts';
import { summarise } from '../lib/stats.ts';

/** A second look at an evaluation of 10,000 images that is kept: all scores, and its first page of images. */
export const lab: Part = { name: 'lab', about: 'opening a kept evaluation of 10,000 images', run: measure };

const request = { model: 'starter', dataset: 'mnist', part: 'test', ticket: 'bench-ticket' } as const;

async function measure({ folder, quick }: Bench): Promise<PartResult> {
  const home = path.join(folder, 'lab');
  const times = quick ? 3 : 9;
  const made = await startHost(home);
  const began = performance.now();
  const { id } = await made.services.evaluations
    .start({ ref: 'starter' }, request, { ticket: request.ticket, signal: new AbortController().signal })
    .then(({ info }) => info);
  const reading = performance.now() - began;
  await made.services.stop();
  const [opening, processor]: [number[], number[]] = [[], []];
  for (let i = 0; i < times; i++) {
    // A host that has opened nothing yet: what a start of the studio finds.
    const host = await startHost(home);
    const window = host.window();
    await window.call('datasets.list', null);
    const [start, used] = [performance.now(), process.cpuUsage()];
    const info = await window.call('evaluations.start', request);
    await window.call('evaluations.get', { id: info.id });
    await window.call('evaluations.images', { id, sort: 'loss', count: 100 });
    opening.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
    await host.services.stop();
  }
  const { median, least, most } = summarise(opening);
  const table = {
    title: 'The starter on the 10,000 test images of MNIST',
    columns: ['reading them', 'opening what is kept, median', 'least', 'most', 'of it processor, median'],
    rows: [[reading, median, least, most, summarise(processor).median].map(milliseconds)],
    notes: [
      'opening has the finding, all scores and the first hundred images in it, in a host that has opened nothing before; reading has the start of the trainer in it',
      'processor: what it takes of one where nobody else wants it, all threads together',
    ],
  };
  return {
    tables: [table],
    goals: [atMost('opening a kept evaluation of 10,000 images, milliseconds', median, 100, milliseconds)],
    data: { reading, opening, processor },
  };
}
