import type { ModelFault } from '../model/faults.ts';

/** Why a model cannot be built, and what mends it. The title is that of `model-invalid`. */
export interface FaultWords {
  readonly why: string;
  readonly todo: string;
}

/** Words for every fault of shared/model/faults.ts; a fault without them fails the type check. */
export const modelFaults = {
  'needs-image': {
    why: 'Layer {index}, {layer}, works on images (height × width × channels), but gets {shape}.',
    todo: 'Move it before the layer that takes the image apart, put a Reshape to three numbers before it, or remove it.',
  },
  'needs-sequence': {
    why: 'Layer {index}, {layer}, reads a sequence (steps × features), but gets {shape}.',
    todo: 'Put a Reshape to {target} or a PatchEmbedding before it; after a recurrent layer, let that one return sequences.',
  },
  'needs-vector': {
    why: 'Layer {index}, {layer}, works on vectors and sequences, but gets an image of {shape}.',
    todo: 'Put a Flatten or a GlobalAveragePooling2D before it.',
  },
  'window-too-large': {
    why: 'The window of layer {index}, {layer}, covers {window}, more than its input of {shape} has.',
    todo: 'Make the window or its dilation smaller, set padding to “same”, or shrink the image less before it.',
  },
  'dilated-strides': {
    why: 'Layer {index}, {layer}, has strides of {strides} and a dilation of {dilation}: only one of the two may exceed 1.',
    todo: 'Set strides or dilationRate to 1.',
  },
  'uneven-strides': {
    why: 'Layer {index}, {layer}, moves by {strides}: TensorFlow’s depthwise convolutions move equally along both axes.',
    todo: 'Give both strides the same value.',
  },
  'patch-uneven': {
    why: 'Layer {index}, {layer}, cuts an image of {shape} into patches of {patch}, and a part is left over.',
    todo: 'Choose a patchSize that divides the height and the width.',
  },
  'reshape-mismatch': {
    why: 'Layer {index}, {layer}, should turn {shape} into {target}: that takes {needs} numbers, and there are {has}.',
    todo: 'Choose a targetShape whose numbers multiply to {has}.',
  },
  'heads-uneven': {
    why: 'Layer {index}, {layer}, has {heads} heads, which cannot share a width of {width} evenly.',
    todo: 'Choose a width that is a multiple of {heads}, or a number of heads that divides {width}.',
  },
  'shortcut-shape': {
    why: 'The layers inside {layer} (layer {index}) turn {shape} into {output}. An unchanged input cannot be added to that.',
    todo: 'Let them keep the shape (padding “same”, strides of 1, the same number of filters), or set shortcut to “conv”.',
  },
  'shortcut-needs-image': {
    why: 'The shortcut of layer {index}, {layer}, is a convolution, but its block turns {shape} into {output}: both must be images.',
    todo: 'Set shortcut to “identity” and let the layers inside keep the shape.',
  },
  'shortcut-unreachable': {
    why: 'The shortcut of layer {index}, {layer}, should turn {shape} into {output}, and no strides do that.',
    todo: 'Set padding to “same” inside the block, so that strides alone shrink the image.',
  },
  'no-layers': {
    why: 'The model for images of {shape} has no layers yet.',
    todo: 'Add a layer. The last one must be a Dense layer with softmax that has as many units as there are classes.',
  },
  'softmax-inside': {
    why: 'Layer {index}, {layer}, has softmax. It is a part of the loss, so only the model’s last layer may have it.',
    todo: 'Give it another activation, or make it the last layer.',
  },
  'duplicate-name': {
    why: 'Layer {index} has a name that is taken already: {layer}.',
    todo: 'Choose another name, or leave it out: the studio then finds one.',
  },
  'name-with-slash': {
    why: 'The name of layer {index}, {layer}, has a slash in it, which parts a block’s name from its layers’.',
    todo: 'Choose a name without a slash.',
  },
  'too-deep': {
    why: 'Layer {index} holds blocks inside blocks, more than {deepest} deep, at {layer}.',
    todo: 'Move the layers of the innermost block into the one around it.',
  },
  'too-large': {
    why: 'Layer {index}, {layer}, needs more than {mebibytes} MiB for its weights, or for what it keeps of a single image.',
    todo: 'Give it fewer units or filters, or shrink what comes in.',
  },
  'input-not-task': {
    why: 'The model takes images of {shape}, and the data’s are {expected}.',
    todo: 'Fit the model to the data: set inputShape to [{target}].',
  },
  'output-not-classes': {
    why: 'Its last layer, {layer}, gives {shape}, and not one probability for each of {classes} classes.',
    todo: 'End the model with a Dense layer of {classes} units and softmax.',
  },
  'output-not-softmax': {
    why: 'Its last layer, {layer}, gives {shape}, and not a probability for each class.',
    todo: 'End the model with a Dense layer with softmax that has as many units as there are classes, 2 to 1000.',
  },
  'image-side': {
    why: 'The model takes images of {shape}. The studio’s are grey (one channel), and each side has 8 to 256 pixels.',
    todo: 'Choose another inputShape.',
  },
  'width-bound': {
    why: 'The model does not read lines of any width: its last layer, {layer}, gives no answer at each step along the line, or weights of the model belong to one width alone.',
    todo: 'Let convolutions and poolings keep the width as steps, bring them to [steps, features] by a Reshape, and end with Dense and softmax. PositionEmbedding has weights for one width alone.',
  },
  'nothing-to-train': {
    why: 'None of its {index} layers has weights that training could change.',
    todo: 'Add a layer that has some, for example Dense or Conv2D.',
  },
  'unknown-layer': {
    why: 'Layer {index} is of a type that this studio does not know: {layer}.',
    todo: 'Choose one of these: {allowed}',
  },
  'bad-option': {
    why: 'Layer {index}, {layer}: {option} is missing, or not one of the values it may have.',
    todo: 'Set {option} to a value that is allowed: {allowed}',
  },
} as const satisfies Record<ModelFault, FaultWords>;
