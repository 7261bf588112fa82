import type { Same } from '../../words.ts';
import type { dense as english } from '../../en/learn/dense.ts';

export const dense: Same<typeof english> = {
  title: '全连接层',
  short: '每个单元对所有输入求和，每个输入都有自己的权重。',
  lead: '在全连接层中，每个单元都看到所有输入。每个输入到每个单元都有自己的权重：正的表示支持，负的表示反对。卷积找到的特征在这里加权汇总，每个类别得到一个加权和，即 logit。',
  symbols: {
    a: '输入：前面各层找到的特征',
    w: '从输入 i 到单元 k 的权重',
    b: '该单元的偏置',
    z: '该单元的加权和；在最后一层就是类别 k 的 logit',
  },
  layer: '层',
  class: '类别 k',
  unit: '单元 k',
  inputs: '输入 a（{n}）',
  weights: '到“{name}”的权重 w',
  products: '乘积 a · w',
  laidOut: '每一行是前面特征图的一个位置（共 {places} 个），每一列是一个通道（共 {channels} 个）。',
  said: '输入 {number}：{term}',
  others: '其余 {n} 项之和',
  ask: {
    count: '这一层有 {inputs} 个输入、{units} 个单元，共有多少个参数？',
    countWhy: '{inputs} × {units} 个权重，加 {units} 个偏置：{right}。',
    countWhyBare: '{inputs} × {units} 个权重，没有偏置：{right}。',
    countHint: '每个单元对每个输入有一个权重，另有一个偏置。',
    helps: '指出一个最支持“{name}”的输入。',
    helpsWhy: '很少有乘积这么大：仅这一个输入就明显推高了“{name}”。',
    helpsHint: '要找的不是最大的权重，而是最大的乘积：乘积图中最亮的琥珀色。',
  },
};
