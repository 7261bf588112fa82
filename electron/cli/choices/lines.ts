import { lineChoiceSchema, type LineChoice } from '../../../shared/contract/schemas/line-choice.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { checked } from './notation.ts';
import { number } from './number.ts';

/** What `--lines`, `--longest`, `--paper` and `--lines-per-epoch` say; undefined for single signs. Throws UsageError. */
export function chooseLines(args: Arguments): LineChoice | undefined {
  const texts = args.value('lines');
  const paper = args.value('paper');
  const [longest, perEpoch] = [number(args, 'longest'), number(args, 'lines-per-epoch')];
  if (texts === undefined) {
    if (paper !== undefined || longest !== undefined || perEpoch !== undefined)
      throw new UsageError('--longest, --paper and --lines-per-epoch go with --lines');
    return undefined;
  }
  const wish = {
    texts,
    ...(paper !== undefined && { paper }),
    ...(longest !== undefined && { longest }),
    ...(perEpoch !== undefined && { perEpoch }),
  };
  return checked('--lines', wish, lineChoiceSchema);
}
