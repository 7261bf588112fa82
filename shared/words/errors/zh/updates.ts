import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/updates.ts';

export const errors: SameCodes<typeof english> = {
  'update-feed-none': {
    title: '没有指定从哪里查找更新',
    why: '这个版本的 Inkstone 没有自带更新地址，设置里也没有填写。',
    todo: '请填写 Inkstone 开发者公布的地址。',
  },
  'update-feed-unreachable': {
    title: '无法读取发布列表',
    why: '访问 {server} 没有成功：{reason}',
    todo: '请检查网络和地址，然后重新查找。',
  },
  'update-feed-invalid': {
    title: '无法识别发布列表',
    why: '其中有内容不符合要求：{reason}',
    todo: '请检查地址。如果地址无误，可能是当前版本太旧，读不懂这份列表：请到原来获取 Inkstone 的地方下载新版。',
  },
  'update-feed-unsigned': {
    title: '发布列表没有 Inkstone 开发者的签名',
    why: '程序认识的密钥中，没有一个与列表的签名相符。列表可能被人改动过，也可能读取时正在更换。',
    todo: '请过几分钟再查找。如果仍是这样，请不要安装那里的任何文件。',
  },
  'update-feed-expired': {
    title: '发布列表已过期',
    why: '它的有效期到 {date} 为止。可能是服务器不再维护，也可能是这台电脑的时钟不准。',
    todo: '请检查电脑的日期，或稍后重新查找。',
  },
  'update-feed-older': {
    title: '发布列表比以前见过的还旧',
    why: '它签署于 {date}，上一份签署于 {seen}。可能有人在隐瞒更新的版本。',
    todo: '请稍后重新查找。如果仍是这样，请告知 Inkstone 的开发者。',
  },
  'update-download-failed': {
    title: '未能下载 Inkstone {version}',
    why: '访问 {server} 没有成功：{reason}',
    todo: '网络恢复后请重试，已下载的部分会保留。',
  },
  'update-damaged': {
    title: 'Inkstone {version} 的文件与签署的不符',
    why: '文件内容与 Inkstone 开发者签署的不同，已经删除。',
    todo: '请重新下载。如果仍是这样，请不要安装那里的文件。',
  },
  'update-disk-space': {
    title: '磁盘空间不够存放更新',
    why: '{folder} 需要 {needed} GB，但只剩 {free} GB。',
    todo: '请腾出一些空间，然后重试。',
  },
  'update-install-failed': {
    title: '更新没有安装',
    why: '系统的回答：{reason}',
    todo: '请手动安装这个文件：{file}',
  },
};
