import { evidenceSize } from '../../../shared/known/evidence.ts';
import type { View } from '../evaluate/reader.ts';
import type { NamedTensor } from '../formats/safetensors.ts';
import type { Model } from '../model/build-model.ts';

/**
 * What a stored detector looks at of its model: the logits. Those of older studios looked at the features in front of them, too,
 * which their size tells.
 */
export const viewOf = ({ classes }: Model, detector: readonly NamedTensor[]): View =>
  detector.find(({ name }) => name === 'mean')?.values.length === evidenceSize(classes) ? 'logits' : 'insight';
