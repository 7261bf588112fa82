import type { Same } from '../words.ts';
import type { frame as english } from '../en/frame.ts';

export const frame: Same<typeof english> = {
  product: 'Inkstone',
  documentTitle: '{page} · Inkstone',
  skip: '跳到正文',
  rail: '主导航',
  nav: {
    home: '首页',
    train: '训练',
    runs: '训练记录',
    draw: '手写测试',
    settings: '设置',
  },
  runsActive: '{n} 次训练正在进行',
  status: {
    label: '状态',
    noRun: '没有正在进行的训练',
    queued: '{n} 次训练排队中',
    memory: '训练进程占用的内存',
    language: '语言',
    phase: {
      starting: '正在启动',
      running: '{percent}',
      paused: '已暂停（{percent}）',
      stopping: '正在停止',
    },
    engine: {
      stopped: '引擎未启动',
      starting: '引擎正在启动',
      ready: '引擎就绪',
      busy: '引擎正在工作',
      crashed: '引擎意外结束',
      missing: '缺少 TensorFlow',
    },
  },
  connection: {
    connecting: '正在连接',
    lost: '连接已断开，正在重连',
  },
  languages: {
    system: '跟随系统',
    en: 'English',
    'zh-CN': '简体中文',
  },
};
