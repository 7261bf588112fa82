import type { Same } from '../words.ts';
import type { settings as english } from '../en/settings.ts';

export const settings: Same<typeof english> = {
  title: '设置',
};
