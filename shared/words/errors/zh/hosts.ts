import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/hosts.ts';

export const errors: SameCodes<typeof english> = {
  'port-unavailable': {
    title: '端口 {port} 无法使用',
    why: '它被别的程序占用，或是系统保留的。',
    todo: '换一个端口；不指定则自动选用空闲的端口。',
  },
  'dialog-unavailable': {
    title: '这里无法打开文件对话框',
    why: 'Inkstone 正在浏览器中运行，浏览器不会透露文件夹位置。',
    todo: '把文件拖进窗口，或在启动前设置 INKSTONE_MNIST_DIR。',
  },
  'handle-unknown': {
    title: '所选内容已失效',
    why: '选中的文件或文件夹只在本次连接内有效。',
    todo: '请重新选择。',
  },
  'save-denied': {
    title: '“{name}”没有保存',
    why: '系统不允许 Inkstone 在那里写入文件。',
    todo: '请保存到其他文件夹。',
  },
  'save-failed': {
    title: '“{name}”没有保存',
    why: '磁盘报错：{reason}',
    todo: '请换个文件名，或保存到其他文件夹。',
  },
};
