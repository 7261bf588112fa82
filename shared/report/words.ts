import type { Part } from '../contract/schemas/evaluation.ts';
import type { Disturbance } from '../contract/schemas/robustness.ts';
import type { Both } from './markup.ts';

/** Words of the report, in both languages. */
export const WORDS = {
  title: ['Evaluation', '评估报告'],
  accuracy: ['Accuracy', '准确率'],
  interval: ['95% confidence interval (Wilson)', '95% 置信区间（Wilson）'],
  top2: ['Top-2 accuracy', '前 2 准确率'],
  loss: ['Log loss', '对数损失'],
  macro: ['Macro F1', '宏平均 F1'],
  images: ['Images', '图像数'],
  known: ['Accepted as known signs', '判为已知符号'],
  corrected: ['Labels corrected, images left out', '已更正的标签，已排除的图像'],
  notFinite: ['Images without a finite answer', '输出不是有限数值的图像'],
  classes: ['Classes', '各类别'],
  class: ['Class', '类别'],
  support: ['Images', '图像数'],
  predicted: ['Read as this class', '识别为该类'],
  precision: ['Precision', '精确率'],
  recall: ['Recall', '召回率'],
  f1: ['F1', 'F1'],
  confusion: ['Confusion matrix', '混淆矩阵'],
  confusionHow: [
    'Rows are true classes, columns what was read. Shades are shares of a row.',
    '行为真实类别，列为识别结果；颜色深浅表示占该行的比例。',
  ],
  pairs: ['Most frequent confusions', '最常见的混淆'],
  truth: ['True class', '真实类别'],
  read: ['Read as', '识别为'],
  count: ['Images', '图像数'],
  none: ['None.', '没有。'],
  calibration: ['Calibration', '置信度校准'],
  calibrationHow: [
    'Of the images read with a confidence, the share that was right. On the line, both agree.',
    '某一置信度下识别正确的比例；落在对角线上表示两者一致。',
  ],
  ece: ['Expected calibration error', '期望校准误差（ECE）'],
  scaledEce: ['after temperature scaling', '温度缩放之后'],
  temperature: ['Temperature', '温度'],
  confidence: ['Confidence', '置信度'],
  worst: ['The images it is most wrong about', '错得最严重的图像'],
  worstHow: ['Highest loss first.', '按损失从高到低排列。'],
  robustness: ['Robustness', '鲁棒性'],
  robustnessHow: [
    'Accuracy as the images are changed more and more. The band is the 95% confidence interval.',
    '图像变化程度逐渐增大时的准确率；色带为 95% 置信区间。',
  ],
  change: ['Change', '变化'],
  amount: ['Amount', '程度'],
  shows: ['is', '应为'],
  readAs: ['read as', '识别为'],
  footer: [
    'Made by Inkstone from the numbers that it keeps; nothing in this page is loaded from elsewhere.',
    '由砚（Inkstone）根据保存的评估数据生成；本页不加载任何外部内容。',
  ],
} as const satisfies Readonly<Record<string, Both>>;

export const PARTS: Readonly<Record<Part, Both>> = {
  test: ['test images', '测试集'],
  train: ['training images', '训练集'],
  validation: ['validation images', '验证集'],
};

export const DISTURBANCES: Readonly<Record<Disturbance, Both>> = {
  rotation: ['Rotation', '旋转'],
  shift: ['Shift', '平移'],
  scale: ['Size', '大小'],
  noise: ['Noise', '噪声'],
  blur: ['Blur', '模糊'],
  thickness: ['Line thickness', '笔画粗细'],
  contrast: ['Contrast', '对比度'],
};
