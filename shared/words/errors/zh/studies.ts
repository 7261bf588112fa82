import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/studies.ts';

export const errors: SameCodes<typeof english> = {
  'study-not-found': {
    title: '找不到该搜索',
    why: '它的文件夹 {id} 已被移动或删除。',
    todo: '请将文件夹放回原处，或开始新的搜索。',
  },
  'study-not-running': {
    title: '该搜索没有在运行',
    why: '它已经结束，或者在此期间被暂停。',
    todo: '如需继续，请恢复该搜索。',
  },
  'study-running': {
    title: '该搜索正在运行',
    why: '此操作只能用于没有运行的搜索。',
    todo: '请先暂停该搜索。',
  },
  'study-held': {
    title: '另一个窗口或终端正在运行该搜索',
    why: '它由进程 {pid} 占用。两处同时运行会重复尝试相同的设置。',
    todo: '请在那里暂停，或等待其结束。',
  },
  'study-damaged': {
    title: '该搜索的记录已损坏',
    why: '其中的试验与搜索空间不符：trials.jsonl 被更改，或属于另一个搜索。',
    todo: '请用备份恢复正确的文件，或开始新的搜索。',
  },
  'trial-not-found': {
    title: '没有该试验',
    why: '该搜索中没有编号为 {number} 的试验。',
    todo: '请选择其中已有的试验。',
  },
  'trial-none-finished': {
    title: '还没有试验完成',
    why: '只有完成的试验才能提供设置；发散或被剪枝的试验不算。',
    todo: '请等待试验完成，或扩大搜索空间。',
  },
  'trial-worker-lost': {
    title: '负责该试验的工作进程已失去联系',
    why: '多个工作进程在训练它时中断，没有给出任何消息。',
    todo: '请检查各工作进程：可能有机器的内存不足以使用这些设置。',
  },
  'space-invalid': {
    title: '搜索空间无效',
    why: '{path} 这一项无法使用（{reason}）。',
    todo: '请更正搜索空间中的这一项。',
  },
  'space-too-large': {
    title: '网格过大',
    why: '其中的设置组合超过 {most} 种。',
    todo: '请减少取值，或改用随机搜索或 TPE。',
  },
  'search-unvalidated': {
    title: '搜索需要验证图像',
    why: '各种设置按验证结果比较；该训练配置没有留出验证图像。',
    todo: '请选择一种验证划分。',
  },
  'search-unpruned': {
    title: 'ASHA 无法为该搜索剪枝',
    why: '它在每轮之后按一个目标比较各试验：验证准确率或验证损失。',
    todo: '请只选择其中之一作为目标，或不剪枝。',
  },
  'search-tuning-queued': {
    title: '微调只能在本机搜索',
    why: '队列中的工作进程没有它所基于的模型。',
    todo: '请不要使用队列进行搜索。',
  },
  'queue-unreachable': {
    title: '无法连接到队列',
    why: '{address} 处没有 Redis 或 Valkey 应答。',
    todo: '请检查服务器是否在运行，以及地址是否正确。',
  },
  'queue-refused': {
    title: '队列拒绝了本程序',
    why: '{address} 处的服务器回答：{reason}',
    todo: '请检查密码（INKSTONE_QUEUE_PASSWORD）、其用户的权限，以及服务器是否还有内存并允许写入。',
  },
  'queue-garbled': {
    title: '来自队列的内容无法使用',
    why: '{what} 已损坏、过大，或不是 Inkstone 写入的内容。',
    todo: '请检查工作进程与 Inkstone 的版本是否一致，并且没有其他程序写入该队列。',
  },
};
