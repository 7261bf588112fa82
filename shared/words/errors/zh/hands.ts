import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/hands.ts';

export const errors: SameCodes<typeof english> = {
  'hand-not-found': {
    title: '找不到这份笔迹',
    why: '它已被移除，或没有这样一份笔迹：{id}',
    todo: '另选一份笔迹，或新建一份。',
  },
  'hand-name-taken': {
    title: '已经有一份名为“{name}”的笔迹',
    why: '笔迹靠名称区分。',
    todo: '换一个名称。',
  },
  'hand-name-shared': {
    title: '有多份笔迹都叫“{name}”',
    why: '只凭名称无法确定是哪一份。',
    todo: '重命名其中一份，或用编号指定。',
  },
  'hand-empty': {
    title: '笔迹“{name}”里还没有手写样本',
    why: '没有内容可以用来训练或测试。',
    todo: '先写一些符号，或导入已有的样本。',
  },
  'hand-full': {
    title: '这份笔迹已满',
    why: '一份笔迹最多容纳 {most} 个手写样本，加上这些就超出了，因此一个也没有添加。',
    todo: '另建一份笔迹；多份笔迹可以一起用于训练。',
  },
  'hand-class-unknown': {
    title: '这份笔迹里没有符号“{name}”',
    why: '手写样本只能标为“{hand}”已有的符号；这个符号不在其中，也可能已重命名。',
    todo: '把这个符号加进笔迹，或选择已有的符号。',
  },
  'hand-class-used': {
    title: '符号“{name}”还有手写样本',
    why: '有 {count} 个样本标为这个符号，去掉它，这些样本就没有标签了。',
    todo: '先删除这些样本，或给它们换一个标签。',
  },
  'hand-no-strokes': {
    title: '笔迹“{name}”没有可导出的笔画',
    why: '它的手写样本来自纸面：只有图像，没有书写过程。',
    todo: '改为导出 IDX 或图像。',
  },
  'sitting-not-found': {
    title: '这次书写的记录已经不在了',
    why: '它的文件已从笔迹的文件夹中移走：{id}',
    todo: '重新开始一次书写；之前写下的都还在。',
  },
  'sample-not-found': {
    title: '有一个手写样本已经不在了',
    why: '笔迹里没有编号为 {id} 的样本，因此什么都没有改动。',
    todo: '重新打开这份笔迹，查看现有的样本。',
  },
};
