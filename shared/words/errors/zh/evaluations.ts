import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/evaluations.ts';

export const errors: SameCodes<typeof english> = {
  'evaluation-not-found': {
    title: '找不到这次评估',
    why: '它已从本机移除，或文件已损坏。',
    todo: '请让模型在该数据集上重新评估。',
  },
  'evaluation-stale': {
    title: '评估之后，数据集已有变动',
    why: '“{data}”的图像、标签或类别已经不同，原来的结果不再与之对应。',
    todo: '请让模型在该数据集上重新评估。',
  },
  'evaluation-no-validation': {
    title: '“{model}”在“{data}”中没有验证集',
    why: '只有用该数据集训练、并从中划出验证集的训练才有这一部分。',
    todo: '改选测试集或训练集，或选一个用该数据集训练的模型。',
  },
  'evaluation-no-images': {
    title: '没有可评估的图像',
    why: '所选的部分或类别中没有图像。',
    todo: '改选其他部分或其他类别。',
  },
  'evaluation-of-lines': {
    title: '评估只针对识别单个字符的模型',
    why: '“{model}”识别整行，而数据集的图像是单个字符。',
    todo: '正确识别的行数和识别错误的字符，见训练页上的结果；微调得到的模型，还会与原模型对比。',
  },
  'evaluations-differ': {
    title: '这两次评估无法比较',
    why: '它们读取的图像不同，或类别不同。',
    todo: '让两个模型在同一数据集的同一部分上评估。',
  },
  'model-fixed': {
    title: '无法更改“{name}”',
    why: '它是随软件提供的模型，或位于单独的文件夹中；这里只能更改训练得到的模型。',
    todo: '请先训练或微调一个模型，再把温度保存到该模型。',
  },
  'temperature-none': {
    title: '无法从这些图像得出温度',
    why: '没有图像，或识别错误的图像太少，不足以判断模型应有多大把握。',
    todo: '请用更多或更难的图像评估该模型。',
  },
  'image-not-found': {
    title: '位置 {place} 上没有图像',
    why: '这一部分共有 {count} 张图像（从 0 数起），或这张图像未被读取。',
    todo: '请从列表中选择图像。',
  },
  'images-changed': {
    title: '“{name}”的图像已有变动',
    why: '在您查看之后有图像加入或移除，原来的位置上可能已是另一张图像。未做任何更改。',
    todo: '请查看数据集现在的内容，再重新操作。',
  },
  'corrections-torn': {
    title: '无法读取该数据集的标签更正',
    why: '文件 {path} 已损坏。图像及其标签不受影响。',
    todo: '可以清空更正重新开始，损坏的文件会保留在新文件旁；也可以放回一份完好的副本。',
  },
  'suspects-too-few': {
    title: '图像太少，无法查找错误标签',
    why: '训练图像共 {count} 张；至少需要 {least} 张，且至少两个类别各有两张，模型之间才能互相检验。',
    todo: '请逐张查看，或再收集一些图像。',
  },
  'suspects-too-alike': {
    title: '图像彼此过于相似，无法查找错误标签',
    why: '{count} 张训练图像几乎都是近似重复的。至少要有两个类别各有两张不同的图像，模型之间才能互相检验。',
    todo: '请另找时间，再收集一些差别更大的图像。',
  },
  'worker-crashed': {
    title: '计算提前结束',
    why: '负责计算的进程意外结束，可能是内存不足，其他内容不受影响。',
    todo: '请关闭其他程序后重试。',
  },
};
