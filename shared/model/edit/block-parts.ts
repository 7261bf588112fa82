import { elements, type LayerInfo } from '../info.ts';

/** A part of a layer that is a block of its own making: it can be looked at, not changed. */
export interface BlockPart {
  readonly kind: 'norm' | 'attention' | 'mlp';
  readonly parameters: number;
}

/** What a TransformerEncoder is made of, in the order in which it works; empty for all other layers. */
export function blockParts({ type, name, weights }: LayerInfo): BlockPart[] {
  if (type !== 'TransformerEncoder') return [];
  const count = (part: string): number =>
    weights
      .filter(({ path }) => path.startsWith(`${name}/${part}/`))
      .reduce((sum, { shape }) => sum + elements(shape), 0);
  return [
    { kind: 'norm', parameters: count('attention_norm') },
    { kind: 'attention', parameters: count('attention') },
    { kind: 'norm', parameters: count('mlp_norm') },
    { kind: 'mlp', parameters: count('mlp') },
  ];
}
