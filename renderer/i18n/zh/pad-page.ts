import type { Same } from '../words.ts';
import type { padPage as english } from '../en/pad-page.ts';

export const padPage: Same<typeof english> = {
  reads: '可识别 {names}',
  readsMany: '可识别 {n} 个类别',
  offline: '可离线使用：一切都在本页面内计算，不会传出任何内容。',
  made: '由砚制作',
  line: {
    pad: '整行书写板',
    says: '识别结果',
    empty: '请在书写板上写一行。',
    none: '暂时还没有读出内容。',
    confidence: '置信度 {share}',
    others: '也可能是',
    or: '或 {text}',
  },
  parameters: '{n} 个参数',
};
