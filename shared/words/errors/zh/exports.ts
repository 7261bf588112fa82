import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/exports.ts';

export const errors: SameCodes<typeof english> = {
  'export-weights': {
    title: '{format} 无法保存 {weights} 权重',
    why: '它没有既能存放这种数值、又不改变模型计算结果的形式。',
    todo: '请选择其他权重精度，或换一种格式：ONNX、SavedModel、TensorFlow.js 和 HTML 支持全部精度。',
  },
  'export-differs': {
    title: '导出的模型与原模型读出的结果不一致',
    why: '用 {format} 重新读取后，概率最多相差 {difference}，有 {differ} 个答案不同。没有保留任何导出内容。',
    todo: '请换一种格式，并发送问题报告：这是本软件的缺陷。',
  },
  'export-unread': {
    title: '导出的模型无法重新读取',
    why: '读取 {format} 的程序拒绝了它：{reason}。没有保留任何导出内容。',
    todo: '请关闭其他程序后重试；如果仍然失败，请换一种格式，并发送问题报告。',
  },
  'export-too-large': {
    title: '导出的模型太大，窗口无法接收',
    why: '它有 {megabytes} MB，这里最多接收 {limit} MB。',
    todo: '请在终端里使用 `export`。',
  },
  'export-exists': {
    title: '{path} 已经存在',
    why: '除非明确要求，导出不会覆盖任何内容。',
    todo: '请换一个名称，或加上 --force 来替换它。',
  },
};
