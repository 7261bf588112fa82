import { importWordsZh } from '../../../shared/words/import-zh.ts';
import type { Same } from '../words.ts';
import type { imports as english } from '../en/imports.ts';

export const imports: Same<typeof english> = {
  lead: '先读取并展示内容，您确认之后才会保存。',
  drop: '把文件夹或文件拖到这里',
  chooseFiles: '选择文件…',
  chooseFolder: '选择文件夹…',
  kinds:
    '可以是图像文件夹、MNIST 那样的 IDX、.npz、CSV、parquet、笔迹（JSON、ndjson 或 UNIPEN），以及包含这些文件的 zip 压缩包。',
  several: '这里有多个数据集，要导入哪一个？',
  other: '换一个',
  step: { upload: '正在上传文件 …', read: '正在读取 …', keep: '正在导入 …' },
  images: '{n} 张图像',
  parted: '训练 {train} 张，测试 {test} 张',
  size: '{width} × {height} 像素',
  classCount: '{n} 个类别',
  skippedCount: '{n} 个文件未使用',
  skippedTitle: '{n} 个文件未使用',
  testShare: '留作测试',
  testShareHint: '每个类别中的比例；文件没有说明哪些图像用于测试。',
  asWritten: '保留书写时的大小和位置',
  asWrittenHint: '不保留时，笔迹会像 MNIST 那样缩放并居中。用于只靠大小或位置区分的符号：o 与 O，逗号与撇号。',
  classes: '类别',
  classesHint: '名称现在或以后都可以修改',
  className: '第 {place} 个类别的名称',
  wrongNames: '每个类别都需要一个独有的名称，长度为 1 到 40 个字符。',
  ...importWordsZh,
};
