import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/model-files.ts';

export const errors: SameCodes<typeof english> = {
  'model-file-run': {
    title: '{file} 是一次训练及其模型',
    why: '它连同完整的历史一起导出，应作为训练导入。',
    todo: '请在训练列表页面导入，或使用 `runs import`。',
  },
  'model-file-unknown': {
    title: '在 {file} 中没有找到模型',
    why: '可以读取 Keras 保存的模型（.keras，或含完整模型的 .h5）和 TensorFlow.js 保存的模型（model.json 及其权重文件），也可以放在文件夹或 zip 压缩包中。',
    todo: '请用其中一种形式保存完整的模型，例如 model.save(“model.keras”)。',
  },
  'model-file-damaged': {
    title: '{file} 中的模型已损坏',
    why: '文件不完整、在传输中被改动，或者内容自相矛盾。没有使用其中的任何内容。',
    todo: '请重新复制或保存该文件。',
  },
  'model-file-several': {
    title: '{file} 中有多个模型',
    why: '找到：{files}',
    todo: '请选择其中一个模型的文件。',
  },
  'model-shard-missing': {
    title: '缺少模型的权重文件：{file}',
    why: 'model.json 中写有该文件，但旁边没有找到。TensorFlow.js 保存的模型由 model.json 和其中写明的所有文件组成。',
    todo: '请选择包含全部文件的文件夹，或选择旁边有这些文件的 model.json。',
  },
  'model-graph': {
    title: '{file} 中的模型已经没有层',
    why: '它已转换为运算图（TensorFlow.js 的 graph model），无法再还原成层。',
    todo: '请将原来的 Keras 模型转换为 layers model，或用 model.save(“model.keras”) 保存。',
  },
  'model-weights-not-finite': {
    title: '层 {layer} 的权重不是有限数值',
    why: '其中有 NaN 或无穷大：该模型训练时已经发散。',
    todo: '请选择在此之前保存的模型。',
  },
  'model-layers-refused': {
    title: '该模型有些层无法导入',
    why: '这里没有与之相同的层：{layers}',
    todo: '请去掉这些层，或换成这里有的层，重新建立并保存模型。',
  },
  'model-input-refused': {
    title: '该模型读取的不是这里可用的灰度图像',
    why: '它的输入形状是 {shape}。这里的模型读取灰度图像（一个通道），每边 8 到 256 像素。',
    todo: '请选择读取固定大小的灰度图像、且通道在最后的模型。',
  },
  'model-output-refused': {
    title: '该模型不给出每个类别的概率',
    why: '它的最后一层 {layer} 输出 {shape}，激活函数是 {activation}。',
    todo: '请选择用于分类的模型：最后有 2 到 1000 个单元，并带 softmax 或输出 logits。',
  },
};
