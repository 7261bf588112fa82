import type { Same } from '../words.ts';
import type { learn as english } from '../en/learn.ts';
import { activation } from './learn/activation.ts';
import { attention } from './learn/attention.ts';
import { backpropagation } from './learn/backpropagation.ts';
import { convolution } from './learn/convolution.ts';
import { data } from './learn/data.ts';
import { dense } from './learn/dense.ts';
import { evaluation } from './learn/evaluation.ts';
import { fineTuning } from './learn/fine-tuning.ts';
import { optimizers } from './learn/optimizers.ts';
import { overfitting } from './learn/overfitting.ts';
import { pooling } from './learn/pooling.ts';
import { recurrent } from './learn/recurrent.ts';
import { schedules } from './learn/schedules.ts';
import { softmax } from './learn/softmax.ts';

export const learn: Same<typeof english> = {
  title: '学习',
  lead: '每个公式旁都有一个真实的模型，用您刚写下的字，逐个数值地看明白',
  begin: '开始学习',
  goOn: '继续学习',
  finish: '全部章节',
  read: '已读',
  solved: '练习已完成 {n} / {all}',
  number: '第 {number} 章，共 {all} 章',
  stage: '各章共用的内容',
  pad: '在这里写字：每一章都会展示模型如何处理它',
  own: '您写的字，即模型收到的图像',
  example: '示例图像；写字后换成您写的',
  chaptersLabel: '章节',
  turn: '上一章与下一章',
  picture: '数值图',
  code: '等价的 Keras 代码',
  copy: '复制代码',
  rightClass: '正确类别 t',
  weights: { tensor: '哪些权重', class: '到类别 k', unit: '到单元或卷积核 k', channel: '来自通道 c' },
  waits: '模型正在计算 …',
  asModel: '与模型的 {name} 层一致',
  takeOwn: '恢复为模型的设置',
  noChapter: '没有这一章',
  noChapterHint: '它可能来自其他版本的 Inkstone。',
  toAll: '查看全部章节',
  gone: '这个模型已不存在',
  goneHint: '它或它的训练已被删除。请在上方另选一个模型，或改用入门模型继续。',
  lacks: '这个模型没有可在此展示的 {layers} 层',
  lacksHint: '本章要展示的内容不在其中。请在上方另选一个模型；入门模型中有这一层。',
  takeStarter: '使用入门模型',
  lesson: {
    names: { 'lesson-gru': '教学模型：GRU', 'lesson-lstm': '教学模型：LSTM', 'lesson-attention': '教学模型：注意力' },
    inPlace: '“{own}”没有 {layers} 层。本章改用“{lesson}”：它是随软件提供的小模型，用 MNIST 的 54,000 张图像训练。',
    chosen: '本章使用“{lesson}”：它是随软件提供的小模型，用 MNIST 的 54,000 张图像训练。',
    test: '它正确识别了 {n} 张测试图像中的 {accuracy}（95% 置信区间 {low} 至 {high}）。',
    train: '训练自己的模型…',
  },
  tryOuts: {
    absent: '课中有 {n} 道题不适用于这个模型。',
    passOver: '跳过',
    title: '动手试试',
    note: '答案由本页检查',
    check: '检查',
    solved: '已完成',
    open: '尚未完成',
    right: '正确。{why}',
    wrong: '还不对。{hint}',
    show: '显示答案',
    answer: '答案：{answer}',
  },
  chapters: {
    data,
    convolution,
    pooling,
    activation,
    dense,
    softmax,
    backpropagation,
    optimizers,
    schedules,
    overfitting,
    recurrent,
    attention,
    'fine-tuning': fineTuning,
    evaluation,
  },
};
