import type { ASSUMPTIONS, LayerReason } from '../contract/schemas/model-import.ts';

/** What the import of a model found: why layers were left out or cannot be taken, and what was assumed. */
export const modelImportEn = {
  reasons: {
    input: 'says what comes in',
    'training-only': 'works only during training',
    'changes-nothing': 'changes nothing',
    'range-is-ours': 'brings the values of pixels to 0 to 1, as they are here',
    'type-unknown': 'there is no such layer here',
    'own-code': 'holds program code of its own, which is never run',
    'channels-first': 'has its channels first (channels_first); here they come last',
    'option-other': '{option} is {value}, which is not possible here',
    branches: 'is part of a branch: layers must follow one another here',
    'weights-missing': 'its weights ({weight}) are not in the file',
    'weights-other': 'its weights ({weight}) have the shape {found}, not {expected}',
  } satisfies Record<LayerReason, string>,
  assumptions: {
    'ink-light': 'The ink is light on a dark ground, fitted and centred as in MNIST.',
    'range-unit': 'The values of pixels go from 0 to 1.',
    'range-bytes':
      'The model takes values from 0 to 255 and scales them itself ({layer}); here they go from 0 to 1, so that step was adapted.',
    'input-flat': 'The {n} numbers that come in are the pixels of {height} × {width}, row by row.',
    'input-no-channel': 'The image comes in as {height} rows of {width} numbers.',
    logits: 'The model ends with logits: softmax makes probabilities of them.',
    'one-output': 'The one output is the probability of the second class.',
    'classes-named': 'The names of the classes lie beside the model.',
    'classes-digits': 'The ten outputs are 0 to 9, in this order.',
    'classes-numbers': 'The file has no names for its classes: they are called 0 to {last}.',
    'weights-quantised': 'The weights are rounded to {bits} bits (quantised), as they lie in the file.',
  } satisfies Record<(typeof ASSUMPTIONS)[number], string>,
} as const;
