import type { Same } from '../../words.ts';
import type { softmax as english } from '../../en/learn/softmax.ts';

export const softmax: Same<typeof english> = {
  title: 'Softmax 与交叉熵',
  short: 'logit 变成概率，再用一个数说明错得有多远。',
  lead: 'Softmax 把 logit 变成概率：全部为正，总和为 1。交叉熵只看正确类别的概率：概率越小，损失越大。损失对每个 logit 的梯度出奇地简单：概率减去独热向量。训练要缩小的正是这个差。',
  symbols: {
    z: 'logit：最后一层的输出',
    p: '概率；t 是正确类别',
    L: '损失',
    g: '梯度：为负表示提高这个 logit 会降低损失',
  },
  label: '正确类别 t',
  loss: '损失 L',
  class: '类别',
  logit: 'Logit z',
  logitOf: '{name} 的 logit',
  probability: '概率 p',
  gradient: 'p − y',
  reset: '恢复模型的 logit',
  chosen: '正确类别“{name}”，损失 {loss}',
  some: '共 {n} 个类别，这里是最可能的 {shown} 个；求和时全部参与。',
  temperature: '该模型识别时，logit 会先除以它的温度 {value}。这里显示的是训练时的原值。',
  ask: {
    uniform: '一无所知的模型给全部 {count} 个类别相同的概率。它的损失是多少？（± 0.01）',
    uniformWhy: 'ln {count} = {loss}。训练大约从这里开始；损失高于它，就还不如随机猜测。',
    uniformHint: 'p 等于 1 除以类别数，而 L = −ln p。',
    shift: '所有 logit 都加 5，概率会怎样？',
    same: '不变',
    surer: '最可能的更高',
    other: '换一个类别胜出',
    shiftWhy: '各个指数项都乘以同一个因子，在分式中约去。起作用的只有 logit 之差。',
    shiftHint: '把两个 logit 移动同样的距离，看它们概率之比。',
    sure: '把某个模型没有选中的类别定为正确类别，移动它的 logit，直到损失低于 0.1。',
    sureWhy: '训练也是这样做的，只是分成许多小步：沿着梯度提高正确的 logit，降低其他的。',
    sureHint: '在上方换一个类别，把它的滑块移到明显高于最大的那个。',
  },
};
