import type { LayerSpec } from '../../../shared/contract/schemas/model.ts';
import type { StoredModel } from '../../trainer/formats/model-folder.ts';

/**
 * The model with its temperature as layers of its own: its logits, divided by it, and softmax. Formats know no temperature, and without
 * it the probabilities would be others. The weights, and the names of all layers, stay as they are.
 */
export function cooled(model: StoredModel): StoredModel {
  const { card } = model;
  if (card.temperature === null) return model;
  const layers = card.spec.layers;
  const logits = { ...layers.at(-1)!, activation: 'linear' } as LayerSpec;
  const end: LayerSpec[] = [
    { type: 'Rescaling', scale: 1 / card.temperature, offset: 0 },
    { type: 'Activation', activation: 'softmax' },
  ];
  const spec = { ...card.spec, layers: [...layers.slice(0, -1), logits, ...end] };
  return { ...model, card: { ...card, spec, temperature: null } };
}
