import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { engineFacts } from '../../electron/native/engine-facts.ts';
import { loadTensorflow } from '../../electron/native/load-tensorflow.ts';
import { AppError } from '../../shared/contract/errors.ts';

const empty = mkdtempSync(path.join(tmpdir(), 'inkstone-no-engine-'));
afterAll(() => rmSync(empty, { recursive: true }));

describe('loadTensorflow', () => {
  it('says that the engine is missing before anything is loaded', () => {
    expect(() => loadTensorflow({ libDir: empty })).toThrow(new AppError('engine-missing', { folder: [empty] }));
  });

  it('registers the native backend, trains a step and keeps node.loadSavedModel reachable', async () => {
    const { tf, backend } = loadTensorflow();
    expect(tf.getBackend()).toBe('tensorflow');
    expect(loadTensorflow().backend).toBe(backend);
    expect(tf.node.loadSavedModel).toBeTypeOf('function');
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
    const x = tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
    const y = tf.tensor2d([0, 2, 1, 3], [4, 1]);
    const history = await model.fit(x, y, { epochs: 60, verbose: 0 });
    const losses = history.history['loss'] as number[];
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 10);
    tf.dispose([x, y]);
    model.dispose();
  });

  it('tells the truth about itself', () => {
    const facts = engineFacts(loadTensorflow());
    expect(facts.tensorflow).toMatch(/^2\.\d+\.\d+/);
    expect(facts.tfjs).toBe('4.22.0');
    expect(facts.devices).toContain('CPU:0');
    expect(facts.threads).toBeGreaterThan(0);
    expect(facts.pid).toBe(process.pid);
  });
});
