import type { Same } from '../words.ts';
import type { reports as english } from '../en/reports.ts';

export const reports: Same<typeof english> = {
  title: '日志与问题报告',
  about: '程序运行日志，用于查找故障。仅保存在本机。',
  lines: '日志的最后几行',
  empty: '日志为空。',
  copy: '复制',
  clear: '清空…',
  clearAsk: '要清空日志吗？',
  clearText: '日志和崩溃时的内存转储将被删除。训练、模型和手写样本不受影响。',
  clearDo: '清空',
  dumps: '{n} 个崩溃内存转储，{size} | {n} 个崩溃内存转储，{size}',
  report: '报告问题…',
  reportTitle: '报告问题',
  reportAbout:
    '不会自动发送任何内容。以下报告将保存为一个文本文件，您可以先查看、修改，再自行发送。其中包含版本、本机环境、引擎、设置和日志，不含您的手写样本、图像、模型或数据。报告用英文写成，请在“What happened”一节写明您做了什么、出了什么问题，用中文写也可以。',
  reportText: '报告内容',
  saveReport: '保存为文件',
};
