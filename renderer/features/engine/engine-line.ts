import type { EngineFacts } from '../../../shared/contract/schemas/engine.ts';

/** `TensorFlow 2.18.1`, or `WebGPU`, which has no TensorFlow. Names, the same in every language. */
export const engineName = ({ tensorflow }: Pick<EngineFacts, 'tensorflow'>): string =>
  tensorflow === null ? 'WebGPU' : `TensorFlow ${tensorflow}`;

/** The engine and what it runs on: `TensorFlow 2.18.1 · CPU`, `WebGPU · Intel Arc A380`. */
export function engineLine(facts: EngineFacts): string {
  const device = facts.adapter?.name ?? (facts.engine === 'cpu' ? 'CPU' : 'GPU');
  return `${engineName(facts)} · ${device}`;
}
