import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { MODEL_FAULTS } from '../../shared/model/faults.ts';
import { elements, type LayerInfo } from '../../shared/model/info.ts';
import { parseModelSpec } from '../../shared/model/parse-spec.ts';
import { describeModelFor } from '../../shared/model/model-for-task.ts';
import { describeClassifier } from '../../shared/model/shapes.ts';
import type { Task } from '../../shared/contract/schemas/task.ts';
import { DIGITS } from '../../shared/task/digits.ts';
import { errorWords } from '../../shared/words/error-words.ts';
import { BROKEN_FAULTS, invalidModelSpecs } from '../fixtures/invalid-model-specs.ts';
import { modelSpecs } from '../fixtures/model-specs.ts';

/** No model of `modelSpecs` is of this one. */
const WIDER: Task = { ...DIGITS, inputShape: [28, 30, 1] };

const RUNS = { numRuns: 300, seed: 4 };

/** The layers and those inside of them. */
const all = (layers: readonly LayerInfo[]): LayerInfo[] => layers.flatMap((layer) => [layer, ...all(layer.layers)]);

const thrownBy = (f: () => unknown): AppError => {
  try {
    f();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return expect.fail('nothing was thrown');
};

describe('random valid models', () => {
  it('are described: shapes follow each other, sums are sums, names and weights are unique', () => {
    fc.assert(
      fc.property(modelSpecs, (spec) => {
        const info = describeClassifier(spec);
        let shape: readonly number[] = spec.inputShape;
        for (const layer of info.layers) {
          expect(layer.inputShape).toEqual(shape);
          shape = layer.outputShape;
          expect(shape.every((n) => Number.isInteger(n) && n > 0)).toBe(true);
          const count = (trainable: boolean) =>
            layer.weights.filter((w) => w.trainable === trainable).reduce((sum, w) => sum + elements(w.shape), 0);
          expect([layer.trainable, layer.nonTrainable]).toEqual([count(true), count(false)]);
        }
        expect(info.outputShape).toEqual([
          spec.layers.flatMap((layer) => (layer.type === 'Dense' ? layer.units : [])).at(-1),
        ]);
        expect(info.parameters).toBe(info.layers.reduce((sum, l) => sum + l.trainable + l.nonTrainable, 0));
        expect(info.activationBytes).toBeGreaterThan(0);
        const names = all(info.layers).map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        const paths = info.layers.flatMap((layer) => layer.weights.map(({ path }) => path));
        expect(new Set(paths).size).toBe(paths.length);
      }),
      RUNS,
    );
  });

  it('stay what they are as JSON', () => {
    fc.assert(
      fc.property(modelSpecs, (spec) => {
        expect(parseModelSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
      }),
      RUNS,
    );
  });
});

describe('random invalid models', () => {
  it('are refused for what is wrong, at the layer where it is wrong, with the mend in both languages', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(invalidModelSpecs, ({ fault, spec, index }) => {
        const error = thrownBy(() => describeClassifier(spec));
        expect(error).toMatchObject({ code: 'model-invalid', params: { reason: fault, index } });
        for (const language of ['en', 'zh-CN']) {
          const lines = errorWords(error, language).split('\n');
          expect(lines).toHaveLength(3);
          expect(lines.join(' ')).not.toMatch(/[{}]|undefined/);
          expect(lines.join(' ')).toContain(String(error.params['layer']));
        }
        seen.add(fault);
      }),
      RUNS,
    );
    expect([...seen].sort()).toEqual([...BROKEN_FAULTS].sort());
  });

  it('leave no fault out but those of parsing and of a run’s own task', () => {
    const others = MODEL_FAULTS.filter((fault) => !BROKEN_FAULTS.includes(fault));
    expect(others).toEqual([
      'no-layers',
      'input-not-task',
      'output-not-classes',
      'image-side',
      // Of a task of lines: test/unit/line-model.test.ts.
      'width-bound',
      'unknown-layer',
      'bad-option',
    ]);
    fc.assert(
      fc.property(modelSpecs, (spec) => {
        const { reason } = thrownBy(() => describeModelFor(WIDER, spec)).params;
        expect(['input-not-task', 'image-side']).toContain(reason);
      }),
      { ...RUNS, numRuns: 20 },
    );
  });

  it('are refused as such, whatever takes the place of any of their parts', () => {
    let refused = 0;
    fc.assert(
      fc.property(modelSpecs, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (spec, place, value) => {
        const json = JSON.parse(JSON.stringify(spec)) as object;
        const parts = partsOf(json);
        const [parent, key] = parts[place % parts.length]!;
        parent[key] = value;
        try {
          describeClassifier(parseModelSpec(json));
        } catch (error) {
          refused++;
          expect(error).toMatchObject({ code: 'model-invalid' });
          // A name may hold anything, braces too.
          const name = String((error as AppError).params['layer']);
          expect(errorWords(error as AppError, 'en').replaceAll(name, '')).not.toMatch(/[{}]|undefined/);
        }
      }),
      RUNS,
    );
    expect(refused).toBeGreaterThan(RUNS.numRuns / 2);
  });
});

type Parent = Record<string, unknown>;

/** Every place in a JSON value that something else could take. */
const partsOf = (json: object): [Parent, string][] =>
  Object.entries(json).flatMap(([key, value]): [Parent, string][] => [
    [json as Parent, key],
    ...(typeof value === 'object' && value !== null ? partsOf(value as object) : []),
  ]);
