import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/storage.ts';

export const errors: SameCodes<typeof english> = {
  'file-limit': {
    title: '文件已达到大小上限',
    why: '系统或磁盘不允许单个文件超过一定大小。',
    todo: '请提高上限（ulimit -f），或写到支持更大文件的磁盘上，然后重试。',
  },
  'disk-full': {
    title: '磁盘已满',
    why: '没有空间继续写入。',
    todo: '腾出一些空间，或删掉不再需要的训练记录，然后重试。',
  },
  'disk-space': {
    title: '磁盘空间不够',
    why: '{folder} 需要 {needed} GB，目前只剩 {free} GB。',
    todo: '腾出一些空间，或在启动 Inkstone 前用 INKSTONE_CACHE_DIR 指定更大磁盘上的文件夹。',
  },
  'storage-denied': {
    title: '没有写入权限',
    why: '系统拒绝访问 {path}',
    todo: '修改文件夹权限，或换一个存储位置。',
  },
  'storage-failed': {
    title: '读写失败',
    why: '磁盘报错：{path}{reason}',
    todo: '检查磁盘是否连接正常，然后重试。',
  },
  'not-a-folder': {
    title: '此处需要文件夹，但已有同名文件',
    why: '{path} 是文件，或其上级路径中有一个是文件。',
    todo: '改用其他文件夹，或将该文件移走。',
  },
  'folder-not-empty': {
    title: '这个文件夹里已经有文件',
    why: '要写入的内容会和已有的混在一起：{path}',
    todo: '请指定一个空的或尚不存在的文件夹。',
  },
  'home-missing': {
    title: '找不到存放 Inkstone 数据的位置',
    why: '系统未提供主目录：HOME 为空或不是绝对路径。',
    todo: '将 INKSTONE_HOME 设为一个可写的文件夹。',
  },
  'file-torn': {
    title: '文件已损坏',
    why: '{path} 不完整，或内容不对。',
    todo: '请用备份恢复。只有 Inkstone 能重新生成的文件（例如准备好的数据集）才可以删除；您自己写的字和改过的标签，删掉就没有了。',
  },
  'file-newer': {
    title: '这个文件来自更新版本的 Inkstone',
    why: '当前版本不认识 {path} 的格式。',
    todo: '升级 Inkstone 后再打开。',
  },
  'preset-unreadable': {
    title: '“{file}”不是预设文件',
    why: '它不是 Inkstone 为预设写的 JSON 文件，或内容残缺、被改动过。',
    todo: '请选择由训练页面导出的预设文件（名称.inkstone.json）。原文件未被改动。',
  },
  'recipe-unreadable': {
    title: '“{file}”不是训练配置文件',
    why: '它不是 Inkstone 为训练配置写的 JSON 文件，或内容残缺、被改动过。',
    todo: '请选择由训练页面导出的训练配置文件（名称.recipe.json）。原文件未被改动。',
  },
  'architecture-not-found': {
    title: '找不到这个结构',
    why: '它的文件夹已被删除或移走。',
    todo: '请从模型列表中选择其他结构。',
  },
  'architecture-changed': {
    title: '“{name}”已在另一个窗口中改动',
    why: '两个窗口同时打开了它，另一个窗口先保存。',
    todo: '可将您的改动另存为副本，或从另一个窗口的内容继续。两份内容都会保留为版本。',
  },
};
