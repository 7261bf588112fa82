import { ACTIVATIONS, type Activation } from '../../../shared/contract/schemas/layer.ts';
import { fieldsOf, Refusal, shown, type Fields } from './keras-layer.ts';

/** The options of a layer, read one by one. Each throws Refusal (`option-other` {option, value}) for what cannot be taken. */
export interface Options {
  readonly fields: Fields;
  number(name: string, otherwise: number): number;
  flag(name: string, otherwise: boolean): boolean;
  /** A pair [height, width], also given as one number for both; null where there is none. */
  pair(name: string): [number, number] | null;
  activation(name: string): Activation;
  /** Requires one of these values, or that there is none. */
  must(name: string, ...allowed: readonly unknown[]): void;
  /** Requires that channels come last: `channels-first` otherwise. */
  channelsLast(): void;
}

/** Keras's and tfjs's names for activations that the studio has under another. */
const NAMES: Readonly<Record<string, Activation>> = {
  leaky_relu: 'leakyRelu',
  silu: 'swish',
};

const activationNamed = (name: string): Activation | undefined =>
  Object.hasOwn(NAMES, name) ? NAMES[name] : ACTIVATIONS.find((own) => own === name && own !== 'leakyRelu');

/** Reads the options of a layer's config. */
export function optionsOf(fields: Fields): Options {
  const other = (option: string): Refusal => new Refusal('option-other', { option, value: shown(fields[option]) });
  const isMissing = (name: string): boolean => fields[name] === undefined || fields[name] === null;
  return {
    fields,
    number(name, otherwise) {
      if (isMissing(name)) return otherwise;
      const value = fields[name];
      if (typeof value !== 'number' || !Number.isFinite(value)) throw other(name);
      return value;
    },
    flag(name, otherwise) {
      if (isMissing(name)) return otherwise;
      const value = fields[name];
      if (typeof value !== 'boolean') throw other(name);
      return value;
    },
    pair(name) {
      if (isMissing(name)) return null;
      const value = fields[name];
      const both = Array.isArray(value) ? (value as unknown[]) : [value, value];
      const [height, width] = both;
      if (both.length !== 2 || typeof height !== 'number' || typeof width !== 'number') throw other(name);
      return [height, width];
    },
    activation(name) {
      if (isMissing(name)) return 'linear';
      // Keras 3 writes some as objects: {class_name: "function", config: "relu"}.
      const value = fieldsOf(fields[name])['config'] ?? fields[name];
      const known = typeof value === 'string' ? activationNamed(value) : undefined;
      if (known === undefined) throw other(name);
      return known;
    },
    must(name, ...allowed) {
      if (!isMissing(name) && !allowed.includes(fields[name])) throw other(name);
    },
    channelsLast() {
      if (fields['data_format'] === 'channels_first') throw new Refusal('channels-first');
    },
  };
}
