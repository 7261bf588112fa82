import { AppError } from '../../../shared/contract/errors.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseData, chooseModel } from '../choices.ts';
import { percent, type Output } from '../output.ts';

export async function evaluate(services: Services, args: Arguments, output: Output): Promise<number> {
  const { folder, run } = await chooseModel(services, args.required('model'));
  const ids = await chooseData(services, args.required('data'));
  const tests = [];
  for (const data of await services.datasets.prepare(ids)) tests.push(await services.models.evaluate(folder, data));
  const [first] = tests;
  if (!first) throw new AppError('dataset-empty');
  const card = await services.models.card(folder);
  output.line({
    type: 'result',
    run,
    model: card.name,
    test: first,
    tests,
    weightsSha256: card.weightsSha256,
    imagesPerSecond: null,
  });
  for (const { dataset, accuracy, n, interval95 } of tests) {
    const [low, high] = interval95.map((share) => percent(share));
    output.say(`${dataset}: accuracy ${percent(accuracy)} of ${n} images (95 %: ${low} to ${high})`);
  }
  return 0;
}
