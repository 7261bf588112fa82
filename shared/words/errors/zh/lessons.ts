import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/lessons.ts';

export const errors: SameCodes<typeof english> = {
  'lesson-not-found': {
    title: '找不到这一课',
    why: '它的文件夹 {id} 已被移走或删除。',
    todo: '请把文件夹放回原处，或重新打开这一课的文件。',
  },
  'lesson-changed': {
    title: '“{title}”这一课已在别处修改',
    why: '另一个窗口在此期间保存了它，那里保存的内容仍然保留。',
    todo: '请在那里保存的内容上继续，并重做您的修改。',
  },
  'lesson-chapterless': {
    title: '“{title}”这一课没有章节',
    why: '没有章节，就没有可以学习的内容。',
    todo: '请至少勾选一章。',
  },
  'lesson-data-kind': {
    title: '{name} 不能放进课里',
    why: '个人的手写数据只留在这台电脑上：随课一起带走的只有导入的数据集。MNIST 和合成数据集在每个 Inkstone 里都有，课里只记下名称。',
    todo: '请把它从课里去掉，或单独导出这份手写数据。',
  },
  'lesson-too-large': {
    title: '这一课太大，无法装进一个文件',
    why: '它有 {megabytes} MB，最多允许 {limit} MB。',
    todo: '请去掉一个数据集或模型。',
  },
  'lesson-file-other': {
    title: '{file} 不是课的文件',
    why: '课的文件是一个含有 lesson.json 的 zip 文件，而这是别的内容。',
    todo: '请选择在课的页面上保存的文件。',
  },
  'lesson-file-damaged': {
    title: '{file} 已损坏',
    why: '其中的 {inside} 缺失、不完整，或与写入时不一致。',
    todo: '请重新索取这个文件。这里没有任何改动。',
  },
};
