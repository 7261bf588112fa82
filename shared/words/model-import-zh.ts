import type { modelImportEn } from './model-import-en.ts';

type SameWords<T> = { readonly [K in keyof T]: { readonly [C in keyof T[K]]: string } };

export const modelImportZh: SameWords<typeof modelImportEn> = {
  reasons: {
    input: '说明输入的形状',
    'training-only': '只在训练时起作用',
    'changes-nothing': '不改变任何数值',
    'range-is-ours': '将像素值变换到 0 至 1，这里本来就是如此',
    'type-unknown': '这里没有这种层',
    'own-code': '含有自己的程序代码，这里从不执行',
    'channels-first': '通道在最前（channels_first），而这里通道在最后',
    'option-other': '{option} 为 {value}，这里无法实现',
    branches: '属于分支结构，而这里的层必须依次相连',
    'weights-missing': '文件中没有它的权重（{weight}）',
    'weights-other': '它的权重（{weight}）形状是 {found}，而不是 {expected}',
  },
  assumptions: {
    'ink-light': '笔迹为深底浅色，并像 MNIST 那样缩放和居中。',
    'range-unit': '像素值为 0 至 1。',
    'range-bytes': '模型接受 0 至 255 的值，并自行缩放（{layer}）；这里的值为 0 至 1，因此相应调整了这一步。',
    'input-flat': '输入的 {n} 个数是 {height} × {width} 图像的像素，逐行排列。',
    'input-no-channel': '图像以 {height} 行、每行 {width} 个数的形式输入。',
    logits: '模型输出 logits，由 softmax 变为概率。',
    'one-output': '唯一的输出是第二个类别的概率。',
    'classes-named': '类别名称来自模型旁边的文件。',
    'classes-digits': '十个输出依次是 0 到 9。',
    'classes-numbers': '文件中没有类别名称，因此称为 0 到 {last}。',
    'weights-quantised': '权重按文件中的形式取整为 {bits} 位（量化）。',
  },
};
