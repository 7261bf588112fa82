import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { tensorflowOps, useOps, type OpRunner } from '../../electron/trainer/ops/native.ts';
import { portableOpNames, portableOps } from '../../electron/trainer/ops/portable/index.ts';
import { expectClose } from '../fixtures/close-results.ts';
import { PROGRAMS } from '../fixtures/portable-programs.ts';

beforeAll(() => void loadTensorflow());
afterEach(() => use('tensorflow', tensorflowOps));

/** What stands in for TensorFlow runs on any backend of tfjs: here on the one in plain JavaScript, in the same process. */
function use(backend: 'tensorflow' | 'cpu', ops: OpRunner): void {
  void tf.setBackend(backend);
  useOps(ops);
}

/** TensorFlow, with the names of the ops that it ran. */
function recorder(): { ops: OpRunner; names: Set<string> } {
  const names = new Set<string>();
  const ops: OpRunner = {
    ...tensorflowOps,
    execute(name, ...rest) {
      names.add(name);
      return tensorflowOps.execute(name, ...rest);
    },
  };
  return { ops, names };
}

describe('without TensorFlow', () => {
  const used = new Set<string>();

  it.each(PROGRAMS)('$name: the same', async ({ run, floor }) => {
    const { ops, names } = recorder();
    use('tensorflow', ops);
    const native = await run();
    names.forEach((name) => used.add(name));
    const tensors = tf.memory().numTensors;
    use('cpu', portableOps);
    const portable = await run();
    expect(tf.memory().numTensors).toBe(tensors);
    expectClose(portable, native, { floor });
  });

  it('each op was held against TensorFlow’s', () => {
    expect([...used].sort()).toEqual([...portableOpNames].sort());
  });
});
