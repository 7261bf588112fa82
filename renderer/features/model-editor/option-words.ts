import { ACTIVATIONS, type Activation } from '../../../shared/contract/schemas/layer.ts';
import { en } from '../../i18n/en.ts';

export const isActivation = (word: unknown): word is Activation => (ACTIVATIONS as readonly unknown[]).includes(word);

export type OptionName = keyof typeof en.layers.options;

/** An option that has words: the schemas have no other (test/unit/layer-words.test.ts). */
export const isOption = (name: string): name is OptionName => Object.hasOwn(en.layers.options, name);
