import path from 'node:path';
import { exportFormatSchema } from '../../../shared/contract/schemas/export.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseTrainedModel } from '../choices/trained-model.ts';
import { percent, type Output } from '../output.ts';
import { UsageError } from '../usage.ts';

/** `export --model M --format F --out PATH`: a model for other programs, proven before it comes to its place. */
export async function exportModel(services: Services, args: Arguments, output: Output): Promise<number> {
  const format = exportFormatSchema.safeParse(args.required('format')).data;
  if (format === undefined) throw new UsageError(`--format is one of ${exportFormatSchema.options.join(', ')}`);
  const target = path.resolve(args.required('out'));
  const { folder } = await chooseTrainedModel(services, args.required('model'));
  const force = args.value('force') !== undefined;
  const onProgress = (done: number, total: number): void => output.progress(`compared  ${percent(done / total, 0)}`);
  const { verified, usage } = await services.exports.write({ folder, format, target, force }, { onProgress });
  output.line({ type: 'result', format, out: target, verified, usage });
  output.say([
    `${target}: ${verified.agree} of ${verified.images} answers are the model's, probabilities within ${verified.maxDifference.toPrecision(2)}`,
    ...usage.flatMap(({ language, code }) => ['', `In ${language}:`, ...code.trimEnd().split('\n')]),
  ]);
  return 0;
}
