import type { Same } from '../../words.ts';
import type { data as english } from '../../en/learn/data.ts';

export const data: Same<typeof english> = {
  title: '数据',
  short: '像素变成数值，类别变成向量，测试图像单独留出。',
  lead: '模型看不到形状，只看到数值。每个像素是 0（纸）到 255（墨）的灰度；除以 255 后落在 0 到 1 之间，训练才顺利。类别也要变成数值：自己的位置上为 1，其余全为 0。',
  symbols: {
    x: '像素的灰度，0 到 255',
    xs: '归一化到 0 … 1 之后',
    y: '类别的独热向量：k 为正确类别 t 时是 1，否则是 0',
    split: '从 n 幅图像中留出比例 r 之后，用于训练的图像数',
  },
  image: '图像',
  said: '第 {row} 行第 {column} 列：{level} 除以 255 等于 {value}',
  where: '第 {row} 行第 {column} 列：指向一个像素，或用方向键移动。',
  oneHot: '独热编码：类别“{name}”的数值形式',
  some: '共 {n} 个位置，这里是前 {shown} 个',
  splitTitle: '数据划分',
  train: '训练',
  validation: '验证',
  test: '测试',
  share: '留作验证的比例',
  of: '{name} 的图像。模型只从训练部分学习；验证部分用来选出最佳轮次；测试部分只在最后评判一次。',
  augmentation: '数据增强',
  light: '轻度',
  strong: '强',
  others: '换一批',
  draw: '变换后的图像 {number}',
  augmentationNote:
    '每个训练步中，同一幅图像都会略微旋转、平移、缩放和错切；“强”还会使笔画弯曲、变粗或变细。类别保持不变，模型由此学会忽略无关的变化。',
  pixel: '该像素：{level}，即 {value}',
  ask: {
    count: '一幅 {rows} × {columns} 像素、单通道的图像有多少个数值？',
    countWhy: '{rows} × {columns} = {right}：输入模型的就是这么多数值。',
    countHint: '每个像素是一个数值。',
    pixel: '在图像中指出一个既非纸、也非全墨的像素：介于 0.25 和 0.75 之间。',
    pixelWhy: '笔画边缘的像素只有一部分被墨覆盖，中间灰度就出现在那里。',
    pixelHint: '看看笔画的边缘：点一下，或用方向键移过去。',
    split: '从 {count} 幅图像中取五分之一作验证，还剩多少幅用于学习？',
    splitWhy: '还剩五分之四：{kept}。',
    splitHint: '去掉五分之一，就是五分之四。',
  },
};
