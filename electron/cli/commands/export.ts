import path from 'node:path';
import {
  type Cost,
  exportFormatSchema,
  exportWeightsSchema,
  usualWeights,
} from '../../../shared/contract/schemas/export.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { percent, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** `export --model M --format F --out PATH`: a model for other programs, proven before it comes to its place. */
export async function exportModel(services: Services, args: Arguments, output: Output): Promise<number> {
  const format = exportFormatSchema.safeParse(args.required('format')).data;
  if (format === undefined) throw new UsageError(`--format is one of ${exportFormatSchema.options.join(', ')}`);
  const wished = exportWeightsSchema.optional().safeParse(args.value('weights'));
  if (!wished.success) throw new UsageError(`--weights is one of ${exportWeightsSchema.options.join(', ')}`);
  const target = path.resolve(args.required('out'));
  const { folder, ref } = await chooseTrainedModel(services, args.required('model'));
  const { task } = await services.models.card(folder);
  const weights = wished.data ?? usualWeights(format, task.reads === 'line');
  const force = args.value('force') !== undefined;
  const onProgress = (done: number, total: number): void => output.progress(`compared  ${percent(done / total, 0)}`);
  const wish = { folder, ref, format, weights, target, force };
  const { verified, usage, bytes, cost } = await services.exports.write(wish, { onProgress });
  output.line({ type: 'result', format, weights, out: target, bytes, verified, ...(cost && { cost }), usage });
  output.say([
    `${target}: ${verified.agree} of ${verified.images} answers are the ${cost ? "rounded model's" : "model's"}, probabilities within ${verified.maxDifference.toPrecision(2)}`,
    ...(cost ? costLines(bytes, cost) : []),
    ...usage.flatMap(({ language, code }) => ['', `In ${language}:`, ...code.trimEnd().split('\n')]),
  ]);
  return 0;
}

/** What rounded weights save, and what they cost. */
function costLines(bytes: number, { fullBytes, images, changed, maxDifference, accuracy }: Cost): string[] {
  const right = ({ correct, interval }: NonNullable<Cost['accuracy']>['full']): string =>
    `${percent(correct / accuracy!.images)} (${interval.map((end) => percent(end)).join(' to ')})`;
  return [
    `${bytes} bytes instead of ${fullBytes}`,
    `beside the full weights ${changed} of ${images} answers changed, probabilities within ${maxDifference.toPrecision(2)}`,
    ...(accuracy
      ? [
          `right of ${accuracy.images} labelled images: ${right(accuracy.full)} before, ${right(accuracy.rounded)} after`,
        ]
      : []),
  ];
}
