import { createCancelSource } from '../../../shared/rpc/cancel.ts';
import { typedNumber } from '../../../shared/words/numbers.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { Arguments } from '../arguments.ts';
import { chooseRunSpec } from '../choices/run-spec.ts';
import type { Output } from '../output.ts';
import { plotCurve } from '../plot.ts';

/** A learning-rate range test of what `train` with the same options would run. */
export async function findLearningRate(services: Services, args: Arguments, output: Output): Promise<number> {
  const spec = await chooseRunSpec(services, args);
  const curve = await services.learningRates.find(spec, createCancelSource().signal);
  output.line({ type: 'result', ...curve });
  output.say(plotCurve(curve));
  const { suggestion } = curve;
  if (suggestion === null) output.say('the loss nowhere falls: no suggestion');
  else output.say(`suggestion: --learning-rate ${typedNumber(suggestion, 2)}`);
  return 0;
}
