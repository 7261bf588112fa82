import { AppError } from '../../../shared/contract/errors.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseData } from '../choices/data.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { withoutConfusion } from '../run-result.ts';
import { percent, type Output } from '../output.ts';

export async function evaluate(services: Services, args: Arguments, output: Output): Promise<number> {
  const { folder, run } = await chooseTrainedModel(services, args.required('model'));
  const ids = await chooseData(services, args.required('data'));
  const only = args.value('only')?.split(',');
  const prepared = await services.datasets.prepare(ids);
  for (const id of ids) {
    const info = await services.datasets.info(id);
    if (info?.testCount === 0) throw new AppError('test-images-missing', { name: info.name });
  }
  const unknown = only?.find((name) => !prepared.some(({ task }) => task.classes.includes(name)));
  if (unknown !== undefined) throw new AppError('class-unknown', { name: unknown });
  await services.link.ready();
  const began = performance.now();
  const tests = [];
  for (const data of prepared) tests.push(await services.models.evaluate(folder, data, only));
  const seconds = (performance.now() - began) / 1000;
  const [first] = tests;
  if (!first) throw new AppError('dataset-empty');
  const card = await services.models.card(folder);
  output.line({
    type: 'result',
    run,
    model: card.name,
    test: withoutConfusion(first),
    tests: tests.map(withoutConfusion),
    weightsSha256: card.weightsSha256,
    /** Reading model and images from the disk included. */
    imagesPerSecond: tests.reduce((sum, { n }) => sum + n, 0) / seconds,
  });
  for (const { dataset, accuracy, n, interval95 } of tests) {
    const [low, high] = interval95.map((share) => percent(share));
    output.say(`${dataset}: accuracy ${percent(accuracy)} of ${n} images (95 %: ${low} to ${high})`);
  }
  return 0;
}
