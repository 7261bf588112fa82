import type { Same } from '../words.ts';
import type { paper as english } from '../en/paper.ts';

export const paper: Same<typeof english> = {
  title: '打印版',
  open: '打印',
  note: '印在纸上就是这样：浅色，不含只能在屏幕上操作的部分',
  answers: '在最后一页附上答案',
  answersTitle: '答案',
  print: '打印 …',
  waits: '正在计算图中的数值 …',
  name: '姓名：',
  looksAt: '下面的图展示的是：{model} 如何处理这幅图像。',
};
