import type { Same } from '../words.ts';
import type { train as english } from '../en/train.ts';

export const train: Same<typeof english> = {
  title: '训练',
};
