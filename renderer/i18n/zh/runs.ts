import type { Same } from '../words.ts';
import type { runs as english } from '../en/runs.ts';

export const runs: Same<typeof english> = {
  title: '训练记录',
  count: '{n} 次训练 | {n} 次训练',
  filtered: '{n} 次中的 {shown} 次',
  filter: '按名称、数据或模型筛选',
  trainNew: '训练',
  open: '打开',
  rename: '重命名…',
  delete: '删除',
  more: '“{name}”的更多操作',
  renameTitle: '重命名',
  name: '名称',
  nameMissing: '请填写名称',
  deleted: '已删除“{name}”',
  restored: '“{name}”已恢复',
  groupOf: { seeds: '{n} 个种子一组', folds: '{n} 折一组', transfer: '{n} 次训练的迁移实验' },
  showGroup: '查看所在的组',
  leaveGroup: '全部训练记录',
  empty: '还没有训练过',
  emptyHint: '每次训练的曲线、设置和结果都会保存在这里。',
  noMatch: '没有符合“{text}”的训练',
  clearFilter: '清除筛选',
};
