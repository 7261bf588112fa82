import { AppError, type ErrorData, toErrorData } from '../../../shared/contract/errors.ts';
import type { Assumption, ImportedLayer } from '../../../shared/contract/schemas/model-import.ts';
import { layerSchema } from '../../../shared/contract/schemas/layer.ts';
import type { LayerSpec, ModelSpec } from '../../../shared/contract/schemas/model.ts';
import { describeLayers } from '../../../shared/model/describe-layers.ts';
import { describeImageClassifier } from '../../../shared/model/shapes.ts';
import type { NamedTensor } from '../../trainer/formats/safetensors.ts';
import type { FoundModel } from './find-model.ts';
import { fillWeights } from './fill-weights.ts';
import { inputOf } from './input.ts';
import { Refusal, shown, type KerasLayer } from './keras-layer.ts';
import { optionsOf } from './options.ts';
import { endOf } from './output.ts';
import { keepsValues, rescaling } from './range.ts';
import { takeLayer } from './rules.ts';
import type { Outcome, OwnLayer, Standing } from './taken-layer.ts';
import type { WeightStore } from './weight-store.ts';

/** What a model of another program comes to. */
export interface Converted {
  readonly layers: readonly ImportedLayer[];
  readonly assumptions: readonly Assumption[];
  /** `weights`: null where the file has none. */
  readonly model: { readonly spec: ModelSpec; readonly weights: readonly NamedTensor[] | null } | null;
  /** Why there is no model. */
  readonly fault: ErrorData | null;
}

/** Layers that an error names; all are in its inspection. */
const MOST_NAMED = 12;

/**
 * Takes each layer, and then the whole; `store` is null where there are no weights. What stands in the way is told in `fault`: `model-layers-refused` {layers},
 * `model-input-refused`, `model-output-refused`, `model-weights-not-finite`, `model-invalid`. Throws `model-file-damaged` {file}.
 */
export function convert(found: FoundModel, store: WeightStore | null): Converted {
  const told: ImportedLayer[] = [];
  const own: OwnLayer[] = [];
  const assumptions: Assumption[] = [{ code: 'ink-light', facts: {} }];
  const partly = (fault: unknown): Converted => ({ layers: told, assumptions, model: null, fault: toErrorData(fault) });
  const { input, fault } = attempt(() => inputOf(found.topology));
  let known = input !== null;
  if (input) {
    assumptions.push(...input.assumptions);
    if (input.first) own.push({ spec: layerSchema.parse(input.first), source: null, weights: {} });
  }
  const standing = (): Standing => {
    if (!known || !input) return { shape: null };
    const specs = own.map(({ spec }) => spec);
    return { shape: describeLayers(specs, input.inputShape).at(-1)?.outputShape ?? input.inputShape };
  };
  let isFirst = true;
  let range: Assumption = { code: 'range-unit', facts: {} };
  const names = new Set<string>();
  for (const layer of found.topology.layers) {
    const about = { name: layer.name, type: layer.type };
    try {
      if (layer.branches && layer.type !== 'InputLayer') throw new Refusal('branches');
      const taken = take(layer, isFirst, standing());
      if (taken.assumption) range = taken.assumption;
      const { outcome } = taken;
      isFirst &&= keepsValues(layer, outcome);
      if ('leftOut' in outcome) {
        told.push({ ...about, fate: 'left-out', reason: outcome.leftOut, facts: {} });
        continue;
      }
      const { weights, ones } = outcome;
      own.push({ spec: checked(outcome, nameFor(layer.name, names)), source: layer, weights, ones });
      standing();
      told.push({ ...about, fate: 'taken', reason: null, facts: {} });
    } catch (error) {
      if (!(error instanceof Refusal)) return partly(error);
      known = false;
      isFirst = false;
      told.push({ ...about, fate: 'refused', reason: error.reason, facts: error.facts });
    }
  }
  assumptions.push(range);
  const refused = (): unknown[] => told.filter(({ fate }) => fate === 'refused');
  if (refused().length > 0) return partly(layersRefused(told));
  if (!input) return partly(fault);
  try {
    const infos = describeLayers(
      own.map(({ spec }) => spec),
      input.inputShape,
    );
    const end = endOf(
      own.map(({ spec }) => spec),
      infos,
    );
    assumptions.push(...end.assumptions);
    if (found.quantisedBits !== null)
      assumptions.push({ code: 'weights-quantised', facts: { bits: found.quantisedBits } });
    const spec: ModelSpec = {
      version: 1,
      name: shown(found.file, 120),
      inputShape: input.inputShape,
      layers: [...end.layers],
    };
    const info = describeImageClassifier(spec);
    const weights = store && fillWeights(own, info.layers, store, told, end.oneOutput);
    return refused().length > 0
      ? partly(layersRefused(told))
      : { layers: told, assumptions, model: { spec, weights }, fault: null };
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-file-damaged') throw error;
    return partly(error);
  }
}

function attempt(work: () => ReturnType<typeof inputOf>) {
  try {
    return { input: work(), fault: null };
  } catch (fault) {
    return { input: null, fault };
  }
}

function take(
  { type, name, config }: KerasLayer,
  isFirst: boolean,
  standing: Standing,
): { outcome: Outcome; assumption: Assumption | null } {
  const options = optionsOf(config);
  if (type === 'Rescaling') return rescaling(options, name, isFirst);
  return { outcome: takeLayer(type, options, standing), assumption: null };
}

/** The layer as our schema has it. Throws Refusal for an option that is out of its bounds. */
function checked(outcome: Exclude<Outcome, { leftOut: unknown }>, name: string): LayerSpec {
  const parsed = layerSchema.safeParse({ ...outcome.layer, name });
  if (parsed.success) return parsed.data;
  const [option = 'type'] = parsed.error.issues[0]!.path.map(String);
  const value = (outcome.layer as Readonly<Record<string, unknown>>)[option];
  throw new Refusal('option-other', { option, value: shown(value) });
}

/** The layer's own name as ours may be: without slashes, and not twice. */
function nameFor(name: string, taken: Set<string>): string {
  const base = name.replaceAll('/', '_').slice(0, 56) || 'layer';
  let own = base;
  for (let n = 1; taken.has(own); n++) own = `${base}_${n}`;
  taken.add(own);
  return own;
}

function layersRefused(told: readonly ImportedLayer[]): AppError {
  const refused = told
    .filter(({ fate }) => fate === 'refused')
    .map((layer) => `${layer.name} (${[layer.type, ...detailOf(layer)].join(', ')})`);
  const more = refused.length > MOST_NAMED ? ['…'] : [];
  return new AppError('model-layers-refused', { layers: [...refused.slice(0, MOST_NAMED), ...more] });
}

/** What of the layer is in the way, in Keras's own words, where these tell it. */
function detailOf({ reason, facts }: ImportedLayer): string[] {
  if (reason === 'channels-first') return ['channels_first'];
  return reason === 'option-other' ? [`${String(facts['option'])}=${String(facts['value'])}`] : [];
}
