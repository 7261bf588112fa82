import type { Same } from '../words.ts';
import type { home as english } from '../en/home.ts';

export const home: Same<typeof english> = {
  heading: '写一个字',
  lead: '模型实时识别，一切都在本机完成。',
  trainOwn: '训练自己的模型',
  openDraw: '打开大画板，查看每一步',
  resume: {
    title: '“{name}”中断了',
    fromCheckpoint:
      '训练进程在第 {step} 步（共 {total} 步）时结束。继续训练会从第 {checkpoint} 步的检查点开始：之前的进度不会丢失，结果与未中断时相同。',
    fromStart: '训练进程在第 {step} 步（共 {total} 步）时结束，还没有写下检查点。继续训练会用同一个种子从头开始。',
    action: '继续训练',
    look: '先查看',
  },
  now: '正在训练',
  waiting: '{n} 次训练排队中',
  recent: '最近的训练',
  tested: '测试 {accuracy}',
  validated: '验证 {accuracy}',
  allRuns: '全部训练记录',
  noRuns: '还没有训练过',
  noRunsHint: '一两分钟就能训练好经典网络，然后用它识别您写的字。',
};
