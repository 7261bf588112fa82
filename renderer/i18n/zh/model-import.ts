import { modelImportZh } from '../../../shared/words/model-import-zh.ts';
import type { Messages } from '../words.ts';

export const modelImport: Messages['modelImport'] = {
  action: '导入模型',
  title: '导入模型',
  lead: '导入用 Keras 或 TensorFlow.js 训练好的模型。先读取并显示，确认之前不保存任何内容。',
  kinds: 'Keras 的 .keras、含完整模型的 .h5，或 model.json 及其权重文件；也可以是文件夹或 zip 压缩包。',
  step: { upload: '正在上传文件…', read: '正在读取并试用模型…', keep: '正在导入…' },
  go: '导入',
  done: '已导入“{name}”',
  name: '名称',
  nameMissing: '请填写名称',
  rename: '重命名模型',
  classes: '类别',
  classesHint: '按模型输出的顺序，用逗号分隔；以后也可以更改。',
  classesWrong: '模型有 {n} 个输出：请为每个类别填写各不相同的名称，1 到 40 个字符。',
  facts: '{format}，{program}',
  parameters: '{n} 个参数',
  check: '{count} 个合成数字中有 {right} 个识别正确。',
  checkLow: '{count} 个合成数字中只有 {right} 个识别正确：下面的某项假定可能不成立。',
  assumed: '所作的假定',
  layers: '层',
  layersTaken: '{n} 层中导入 {taken} 层',
  fates: { taken: '已导入', 'left-out': '已省略', refused: '无法导入' },
  formats: { keras: 'Keras', hdf5: 'HDF5', 'tfjs-layers': 'TensorFlow.js' },
  ...modelImportZh,
};
