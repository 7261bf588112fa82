import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/contract/errors.ts';
import { layerSchema, type LayerType } from '../../shared/contract/schemas/layer.ts';
import type { InputKind } from '../../shared/model/layers/definition.ts';
import { layerFields, type LayerField } from '../../shared/model/layers/fields.ts';
import { freshLayer, LAYERS, LAYER_TYPES } from '../../shared/model/layers/registry.ts';
import { describeModel, type Shape } from '../../shared/model/shapes.ts';

const SHAPES: Readonly<Record<InputKind, Shape>> = { image: [28, 28, 1], sequence: [28, 28], vector: [784] };
const KINDS = Object.keys(SHAPES) as InputKind[];

/** The layer behind an input of this kind, whose image a Reshape makes. */
function behind(kind: InputKind, layer: object) {
  const front = kind === 'image' ? [] : [{ type: 'Reshape', targetShape: SHAPES[kind] }];
  const layers = [...front, layer].map((each) => layerSchema.parse(each));
  return describeModel({ version: 1, name: 'test', inputShape: [28, 28, 1], layers });
}

/** A layer with one option changed. */
function changed(type: LayerType, { path }: LayerField, value: unknown): object {
  const [name, inner] = path as [string, string?];
  const fresh = freshLayer(type, SHAPES[LAYERS[type].takes[0]!]);
  return { ...fresh, [name]: inner === undefined ? value : { [inner]: value } };
}

const accepts = (layer: object): boolean => layerSchema.safeParse(layer).success;

describe('the registry of layers', () => {
  it('has every type of the contract, each with a name of its own', () => {
    expect([...LAYER_TYPES].sort()).toEqual(layerSchema.options.map(({ shape }) => shape.type.value).sort());
    const bases = LAYER_TYPES.map((type) => LAYERS[type].base);
    expect(new Set(bases).size).toBe(bases.length);
  });

  it.each(LAYER_TYPES)('%s takes the inputs that it says, and no other', (type) => {
    for (const kind of KINDS) {
      const describes = () => behind(kind, freshLayer(type, SHAPES[kind]));
      if (LAYERS[type].takes.includes(kind)) expect(describes().layers.at(-1)!.type).toBe(type);
      else expect(describes).toThrow(AppError);
    }
  });
});

describe("a form's fields", () => {
  it('are those of the schema, in its order', () => {
    expect(layerFields('Conv2D').map(({ path, kind, optional }) => [path.join('.'), kind, optional])).toEqual([
      ['name', 'text', true],
      ['trainable', 'boolean', true],
      ['filters', 'integer', false],
      ['kernelSize', 'size', false],
      ['strides', 'size', false],
      ['padding', 'choice', false],
      ['dilationRate', 'size', false],
      ['activation', 'choice', false],
      ['useBias', 'boolean', false],
      ['kernelRegularizer.l2', 'number', true],
    ]);
    expect(layerFields('Residual').find(({ kind }) => kind === 'layers')!.path).toEqual(['layers']);
    expect(layerFields('Reshape').at(-1)).toMatchObject({ kind: 'shape', bounds: { minimum: 1, maximum: 65_536 } });
    expect(layerFields('Dropout').at(-1)).toMatchObject({ kind: 'number', bounds: { minimum: 0, below: 1 } });
    expect(layerFields('LayerNormalization').at(-1)).toMatchObject({
      default: 0.001,
      bounds: { above: 0, maximum: 1 },
    });
  });

  it.each(LAYER_TYPES)('of %s have the bounds, choices and defaults by which the contract judges', (type) => {
    const fresh = freshLayer(type, SHAPES[LAYERS[type].takes[0]!]) as Readonly<Record<string, unknown>>;
    for (const field of layerFields(type)) {
      const { kind, bounds, choices } = field;
      const holds = (value: number) => {
        if (kind === 'size') return accepts(changed(type, field, [value, value]));
        if (kind === 'shape') return accepts(changed(type, field, [value]));
        return accepts(changed(type, field, kind === 'text' ? 'a'.repeat(Math.max(0, value)) : value));
      };
      const step = kind === 'number' ? 1e-6 : 1;
      if (bounds.minimum !== undefined)
        expect([holds(bounds.minimum), holds(bounds.minimum - step)]).toEqual([true, false]);
      if (bounds.maximum !== undefined)
        expect([holds(bounds.maximum), holds(bounds.maximum + step)]).toEqual([true, false]);
      if (bounds.above !== undefined) expect([holds(bounds.above + step), holds(bounds.above)]).toEqual([true, false]);
      if (bounds.below !== undefined) expect([holds(bounds.below - step), holds(bounds.below)]).toEqual([true, false]);
      for (const choice of choices) expect(accepts(changed(type, field, choice))).toBe(true);
      if (kind === 'choice') expect(accepts(changed(type, field, 'no such choice'))).toBe(false);
      if (field.default !== undefined && field.path.length === 1) {
        const without = Object.fromEntries(Object.entries(fresh).filter(([key]) => key !== field.path[0]));
        expect(layerSchema.parse(without)).toMatchObject({ [field.path[0]!]: field.default });
      }
    }
  });
});
