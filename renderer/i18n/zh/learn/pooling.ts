import type { Same } from '../../words.ts';
import type { pooling as english } from '../../en/learn/pooling.ts';

export const pooling: Same<typeof english> = {
  title: '池化',
  short: '每个窗口只保留一个值：最大值或平均值。',
  lead: '卷积之后，重要的是笔画被找到了，而不是恰好在哪个像素。池化在每个窗口中只保留一个值：图变小了，后面的层更省计算，平移一个像素也几乎没有影响。这里没有可学习的东西：池化没有权重。',
  symbols: {
    x: '窗口内的数值',
    k: '窗口的边长，也是每步移动的距离',
    kAlone: '窗口的边长；步长 s = {strides}',
    y: '保留下来的值',
  },
  input: '特征图 {number}',
  output: '池化结果',
  under: '窗口内',
  both: '该窗口：最大值 {max}，平均值 {average}',
  kind: '保留哪个值',
  kinds: { max: '最大值', average: '平均值' },
  size: '窗口 k',
  channel: '特征图',
  said: '第 {row} 行第 {column} 列：{y}',
  ask: {
    size: '宽 {side} 的特征图用 3 × 3 的窗口池化，结果有多宽？',
    sizeWhy: '⌊{side} / 3⌋ = {result}：填不满一个窗口的部分被舍去。',
    sizeHint: '窗口互不重叠。把窗口设为 3，再看结果下方的尺寸。',
    half: '找一个窗口：最大值为正，而平均值不到最大值的一半。',
    halfWhy: '单独的强响应能完整通过最大池化，却会被平均池化冲淡。因此最大池化更常用。',
    halfHint: '看看笔画的边缘，那里强弱数值相邻。',
    weights: '这里有 {channels} 个通道，池化层有多少个权重？',
    weightsWhy: '一个也没有：取最大值和平均值都不需要权重。',
    weightsHint: '看看公式：里面有可以学习的东西吗？',
  },
};
