import type { Same } from '../words.ts';
import type { padPage as english } from '../en/pad-page.ts';

export const padPage: Same<typeof english> = {
  reads: '可识别 {names}',
  readsMany: '可识别 {n} 个类别',
  offline: '可离线使用：一切都在本页面内计算，不会传出任何内容。',
  made: '由砚制作',
  parameters: '{n} 个参数',
};
