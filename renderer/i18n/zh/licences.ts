import type { Same } from '../words.ts';
import type { licences as english } from '../en/licences.ts';

export const licences: Same<typeof english> = {
  title: '许可证',
  open: '许可证…',
  note: '本程序附带的全部组件及其许可条款。',
  search: '按名称或许可证搜索',
  none: '没有匹配的组件。',
  groups: {
    program: 'Inkstone 及其程序库',
    native: '本机库与运行环境',
    chromium: 'Chromium 的组成部分',
  },
};
