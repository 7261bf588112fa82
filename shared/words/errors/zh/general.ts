import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/general.ts';

export const errors: SameCodes<typeof english> = {
  internal: {
    title: 'Inkstone 内部出错',
    why: '程序遇到了没有预料到的情况。您的训练记录和数据都还在。',
    todo: '请再试一次。如果再次出现，请复制详情反馈给我们。',
  },
  'invalid-input': {
    title: '无法识别这个请求',
    why: '有一项缺失或超出范围：{path} {reason}',
    todo: '检查填写的内容后重试。',
  },
  'not-found': {
    title: '找不到了',
    why: '它可能被移动、重命名或删除了：{path}',
    todo: '返回上一页，另选一个。',
  },
  cancelled: {
    title: '已取消',
    why: '操作在完成之前被您停止了。',
    todo: '需要时可以重新开始。',
  },
  busy: {
    title: 'Inkstone 正忙',
    why: '之前的请求还没有处理完。',
    todo: '请稍等片刻再试。',
  },
  disconnected: {
    title: '与 Inkstone 的连接断开了',
    why: '窗口背后的程序没有回应。正在进行的训练可能仍在继续。',
    todo: 'Inkstone 会自动重连。如果一直连不上，请重新启动，训练会从最近的检查点继续。',
  },
  'session-ended': {
    title: 'Inkstone 已重新启动',
    why: '这个标签页属于已结束的那一次运行。',
    todo: '请打开 Inkstone 启动时显示的新地址。',
  },
  unsupported: {
    title: '这里无法执行此操作',
    why: '当前的运行方式不支持这项功能。',
    todo: '请使用桌面版，或在存储文件夹里手动处理。',
  },
};
