import type { Same } from '../../words.ts';
import type { activation as english } from '../../en/learn/activation.ts';

export const activation: Same<typeof english> = {
  title: '激活函数',
  short: '引入非线性：没有它，再多的层也只相当于一层。',
  lead: '对加权和再求加权和，得到的仍是加权和：中间若没有非线性，一百层也只相当于一层。激活函数提供的正是这种非线性。它对每个数值单独起作用，让一些通过，抑制另一些；它的斜率决定反向传播时有多少梯度能够通过。',
  symbols: {
    z: '传入的加权和',
    a: '传给下一层的值',
    slope: '斜率：有多少梯度能通过',
  },
  before: '之前：z',
  after: '之后：a',
  function: '函数',
  channel: '特征图',
  curve: '{name} 的曲线：z = {z} 时值为 {a}，斜率为 {slope}',
  said: '第 {row} 行第 {column} 列：z 为 {z}，a 为 {a}',
  noOwn: '{name} 层没有激活函数：这里展示加上后的效果',
  ask: {
    relu: 'z = −2.5 时，ReLU 的结果是多少？',
    reluWhy: '负数全部变成 0，那里的斜率也是 0。',
    reluHint: 'max(0, z)：两者之中哪个更大？',
    negative: '在激活之前的图中，约有百分之多少的值会被 ReLU 变成 0？（± 10）',
    negativeWhy: '是 {share}%。这些位置什么也不传，无论数值还是梯度。',
    negativeHint: '蓝色为负，没有颜色的为 0。在上方选 relu，看激活之后的图中还剩下多少。',
    steep: 'sigmoid 的斜率在哪里最大？',
    steepWhy:
      '那里的斜率是 {most}；到 z = 4 就只剩 {far}。很多层 sigmoid 叠起来，梯度会逐渐消失，这也是 ReLU 取代它的原因之一。',
    steepHint: '在上方选 sigmoid，看不同 z 处的蓝线。',
  },
};
