import type { Same } from '../words.ts';
import type { firstSteps as english } from '../en/first-steps.ts';

export const firstSteps: Same<typeof english> = {
  title: '入门四步',
  over: '全部完成',
  close: '以后再说',
  finish: '关闭',
  done: '已完成',
  draw: {
    title: '写一个数字',
    words: '用鼠标、手写笔或手指写在画板上。入门模型能识别 0 到 9。',
    done: '画板旁的模型已经识别了它。',
  },
  data: {
    title: '选择数据',
    words:
      'MNIST 包含约 500 人手写的 70,000 个数字。只需下载一次（{size}），也可以读取您已有的文件；没有网络时可用合成数字。',
    wordsHere: 'MNIST 包含约 500 人手写的 70,000 个数字，本机已有。',
    mnist: '使用本机的 MNIST',
    download: '下载 MNIST',
    file: '从文件导入…',
    synthetic: '使用合成数字',
    other: '换其他数据',
  },
  train: {
    title: '训练模型',
    words: '用“快速”预设训练一个小网络，约需一分钟，期间可以继续写字。',
    start: '开始训练',
    again: '再训练一次',
    stop: '停止',
    watch: '查看训练',
  },
  look: {
    title: '再写一次',
    words: '让您自己的模型来识别，与入门模型比一比。',
    reads: '画板现在由您自己的模型识别，请再写一次。',
    own: '用我的模型识别',
    starter: '换回入门模型',
  },
  next: {
    lead: '接下来可以：',
    evaluate: '查看识别错误',
    hand: '学习您的笔迹',
    train: '改动网络结构',
  },
  place: '所有内容都保存在本机：',
};
