import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { choose } from './choose.ts';
import { withGradient } from './differentiable.ts';
import { BOOL, boolAttr, execute, executeOne, INT32, INT64, intTensor, T, typeAttr } from './native.ts';

/**
 * Strings of signs are int32 [n, longest], -1 behind a string's last sign. To TensorFlow's ops of CTC they are sparse: where the
 * signs stand, and which they are.
 */
function sparse(strings: Tensor): { readonly places: Tensor; readonly values: Tensor } {
  const places = executeOne('Where', [typeAttr('T', BOOL)], [tf.greaterEqual(strings, tf.scalar(0, 'int32'))]);
  const types = [typeAttr('Tparams', INT32), typeAttr('Tindices', INT64)];
  return { places, values: executeOne('GatherNd', types, [strings, places]) };
}

/** Every line has all of its steps: what is behind the writing is paper, which reads as blanks. */
const allSteps = (logits: Tensor): Tensor => {
  const [n, steps] = logits.shape as [number, number];
  return tf.fill([n], steps, 'int32');
};

/** TensorFlow wants steps before lines. */
const byStep = (logits: Tensor): Tensor => tf.transpose(logits, [1, 0, 2]);

/**
 * The CTC loss (Graves et al. 2006) of logits [n, steps, classes + 1], the blank last, against strings: [n]. 0, with no gradient,
 * for a string that the steps have no room for.
 */
export function ctcLoss(logits: Tensor, strings: Tensor): Tensor {
  const { places, values } = sparse(strings);
  return withGradient<[Tensor], Tensor>(([x], save) => {
    const attributes = [boolAttr('preprocess_collapse_repeated', false), boolAttr('ctc_merge_repeated', true)];
    const [loss, slope] = execute(
      'CTCLoss',
      [...attributes, boolAttr('ignore_longer_outputs_than_inputs', true), T],
      [byStep(x), places, values, allSteps(x)],
      2,
    );
    // Infinite where equal signs follow each other and the steps between them are lacking.
    const finite = tf.isFinite(loss!);
    save([choose(tf.reshape(finite, [-1, 1, 1]), byStep(slope!), tf.zerosLike(x))]);
    return {
      value: choose(finite, loss!, tf.zerosLike(loss!)),
      gradFunc: (dy, [saved]) => tf.mul(saved!, tf.reshape(dy, [-1, 1, 1])),
    };
  })(logits);
}

/** Whether the most probable sign of each step, repeats and blanks taken out, makes just the string: bool [n]. */
export function readsRight(logits: Tensor, strings: Tensor): Tensor {
  const decoded = execute(
    'CTCGreedyDecoder',
    [boolAttr('merge_repeated', true), T],
    [byStep(logits), allSteps(logits)],
    4,
  );
  const { places, values } = sparse(strings);
  const [n, longest] = strings.shape as [number, number];
  const shape = tf.cast(intTensor([n, longest]), 'int32');
  const wide = (tensor: Tensor): Tensor =>
    executeOne('Cast', [typeAttr('SrcT', INT32), typeAttr('DstT', INT64)], [tensor]);
  const distance = executeOne(
    'EditDistance',
    [boolAttr('normalize', false), typeAttr('T', INT64)],
    [decoded[0]!, decoded[1]!, decoded[2]!, places, wide(values), wide(shape)],
  );
  return tf.equal(distance, 0);
}
