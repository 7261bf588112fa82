import { fineTuneSchema, type FineTune, type Rates } from '../../../shared/contract/schemas/fine-tune.ts';
import { runSpecSchema } from '../../../shared/contract/schemas/run.ts';
import { presetFor } from '../../../shared/model/presets/index.ts';
import { fineTuneRecipe } from '../../../shared/runs/fine-tune-defaults.ts';
import type { Services } from '../../hosts/create-services.ts';
import type { FineTuneWish, ParentModel } from '../../services/runs/fine-tune.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage.ts';
import { chooseData } from './data.ts';
import { checked } from './notation.ts';
import { toNumber } from './number.ts';
import { choosePreset } from './preset.ts';
import { chooseRecipe } from './recipe.ts';
import { chooseRunData } from './run-spec.ts';
import { chooseTrainedModel } from './trained-model.ts';

const { shape } = fineTuneSchema;
const REPLAY = '--replay is DATA:SHARE, as mnist:0.5';

/** What goes with `--from` alone. */
const OF_FROM = ['freeze', 'head', 'rates', 'replay'] as const;
/** What does not: the layers are the parent's, and a group's runs begin at random weights. */
const NOT_WITH_FROM = ['model', 'seeds', 'folds'] as const;

export interface FineTuneChoice {
  readonly wish: FineTuneWish;
  readonly parent: ParentModel;
}

/**
 * The run that `train --from` or `search --from` is asked for; null without `--from`. The recipe is a fine-tune's own, or a preset's where one is
 * named. Throws UsageError, `model-not-found` and what the data throw.
 */
export async function chooseFineTune(services: Services, args: Arguments): Promise<FineTuneChoice | null> {
  const from = args.value('from');
  if (from === undefined) {
    const alone = OF_FROM.find((name) => args.value(name) !== undefined);
    if (alone) throw new UsageError(`--${alone} goes with --from MODEL`);
    return null;
  }
  const stray = NOT_WITH_FROM.find((name) => args.value(name) !== undefined);
  if (stray) throw new UsageError(`--${stray} does not go with --from`);
  const { folder, ref } = await chooseTrainedModel(services, from);
  const card = await services.models.card(folder);
  const data = await chooseRunData(services, args);
  const { task } = await services.datasets.taskOf(data);
  const named = args.value('preset');
  const preset = named === undefined ? null : presetFor(await choosePreset(services, named), task);
  const name = args.value('name') ?? card.name;
  return {
    parent: { ref, folder, card },
    wish: {
      version: 2,
      name: checked('--name', name, runSpecSchema.shape.name),
      ...(preset && { preset: preset.id }),
      data,
      recipe: chooseRecipe(preset?.recipe ?? fineTuneRecipe(task), args, task),
      from: {
        freeze: checked('--freeze', freezeOf(args.value('freeze') ?? 'none'), shape.freeze),
        head: checked('--head', args.value('head') ?? 'keep', shape.head),
        ...ratesOf(args.value('rates')),
        ...(await replayOf(services, args.value('replay'))),
      },
    },
  };
}

const freezeOf = (text: string) => (text === 'none' || text === 'features' ? text : text.split(','));

/** A fine-tune as its options would stand on the command line. */
export const optionsOf = ({ model, freeze, head, rates, replay }: FineTune): Record<string, string> => ({
  from: model,
  freeze: typeof freeze === 'string' ? freeze : freeze.join(','),
  head,
  ...(rates && Object.keys(rates).length > 0 && { rates: listed(rates) }),
  ...(replay && { replay: `${replay.datasets.join('+')}:${replay.share}` }),
});
const listed = (rates: Rates): string =>
  Object.entries(rates)
    .map(([name, factor]) => `${name}=${factor}`)
    .join(',');

/** `features=0.1,dense=2`. */
function ratesOf(text: string | undefined) {
  if (text === undefined) return {};
  const rates = text.split(',').map((part) => {
    const equals = part.lastIndexOf('=');
    if (equals < 1) throw new UsageError(`--rates is features=X,head=X,LAYER=X; not ${part || 'nothing'}`);
    return [part.slice(0, equals), toNumber(part.slice(equals + 1), `--rates: ${part.slice(0, equals)}`)];
  });
  return { rates: checked('--rates', Object.fromEntries(rates), shape.rates) };
}

/** `mnist:0.5`. */
async function replayOf(services: Services, text: string | undefined) {
  if (text === undefined) return {};
  const colon = text.lastIndexOf(':');
  if (colon < 1) throw new UsageError(REPLAY);
  const share = toNumber(text.slice(colon + 1), '--replay: share');
  const replay = { datasets: await chooseData(services, text.slice(0, colon)), share };
  return { replay: checked('--replay', replay, shape.replay) };
}
