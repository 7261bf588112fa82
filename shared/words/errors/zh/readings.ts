import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/readings.ts';

export const errors: SameCodes<typeof english> = {
  'image-unreadable': {
    title: '{file} 不是图像',
    why: '它的内容不属于可读取的格式：PNG、JPEG、WebP、GIF、BMP、TIFF；识别页面时还包括 PDF。',
    todo: '请选择一张图像，或另存为上述格式之一。',
  },
  'image-other-kind': {
    title: '无法读取 {file} 的图像格式',
    why: '它是 {kind}。可以读取 PNG、JPEG、WebP、GIF、BMP 和 TIFF。',
    todo: '另存为 PNG 或 JPEG 后重试。',
  },
  'image-truncated': {
    title: '{file} 不完整',
    why: '图像缺少一部分内容。',
    todo: '请重新复制或下载。',
  },
  'image-damaged': {
    title: '{file} 已损坏',
    why: '内容与自身的校验和或格式规则不符，像素不可信。',
    todo: '请重新复制或下载。',
  },
  'image-too-large': {
    title: '{file} 的像素太多',
    why: '文件头声明的尺寸是 {width} × {height} 像素，最多能读取 {limit} 百万像素。',
    todo: '缩小图像，或只截取需要的部分。',
  },
  'no-ink': {
    title: '{file} 中没有笔迹',
    why: '没有能与纸面区分开的笔画。',
    todo: '请选择写有内容的图像，或对比度更高的图像。',
  },
  'reader-crashed': {
    title: '无法读取这个文件',
    why: '读取文件的进程在读取它时意外结束，其他内容不受影响。',
    todo: '文件可能已损坏，请重新保存，或另选一个。',
  },
  'reader-timeout': {
    title: '读取文件的时间太长',
    why: '{seconds} 秒后仍未完成，已放弃读取。',
    todo: '缩小文件，或另选一个。',
  },
  'drawing-invalid': {
    title: '无法读取这幅手写',
    why: '没有笔画，或有坐标不是数值（第 {stroke} 笔第 {point} 点）。',
    todo: '清空画板，重新写一次。',
  },
  'strokes-unreadable': {
    title: '{file} 不是笔迹文件',
    why: '第 {line} 行不是有效的 JSON。',
    todo: '请用 JSON 给出笔迹：[[[[x, y], …], …], …]，或每行一幅（ndjson）。',
  },
  'strokes-none': {
    title: '{file} 中没有笔迹',
    why: '列表是空的。',
    todo: '请另选一个文件。',
  },
  'strokes-other': {
    title: '无法读取 {file}',
    why: '第 {drawing} 幅不是由笔画组成的列表。',
    todo: '每一幅请写成 [[[x, y], …], …]，或带有“strokes”的对象。',
  },
  'stroke-other': {
    title: '无法读取 {file}',
    why: '第 {drawing} 幅第 {stroke} 笔不是由点组成的列表。',
    todo: '每一笔请写成 [[x, y], …]。',
  },
  'point-other': {
    title: '无法读取 {file}',
    why: '第 {drawing} 幅第 {stroke} 笔第 {point} 点不是两个数值，而是 {found}。',
    todo: '请改正或删去这个点。',
  },
  'point-too-large': {
    title: '无法读取 {file}',
    why: '第 {drawing} 幅第 {stroke} 笔第 {point} 点离其他点太远，数值过大。',
    todo: '请改正或删去这个点。',
  },
  'idx-is-labels': {
    title: '{file} 是标签文件',
    why: '里面是图像的标签，不是图像本身。',
    todo: '请选择与它对应的图像文件。',
  },
  'code-length': {
    title: '没有这样的号码',
    why: '没有长度为 {length} 位、按 {check} 规则校验的号码。',
    todo: '请改用其他长度，或不使用校验规则。',
  },
};
