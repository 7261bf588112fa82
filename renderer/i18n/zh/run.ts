import type { Same } from '../words.ts';
import type { run as english } from '../en/run.ts';

export const run: Same<typeof english> = {
  title: '运行',
};
