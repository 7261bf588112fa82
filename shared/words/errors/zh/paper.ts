import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/paper.ts';

export const errors: SameCodes<typeof english> = {
  'sheet-not-found': {
    title: '在 {file} 中没有找到采集页',
    why: '没有找到采集页四角的方形标记：图像中是别的东西，或者太模糊、太暗。',
    todo: '请在光线充足的地方从正上方拍下整页，并保持清晰。',
  },
  'sheet-cut-off': {
    title: '{file} 中的采集页不完整',
    why: '四角的标记只找到 {corners} 个。缺少任何一个，都无法确定每个格子的位置。',
    todo: '请重新拍摄，让四角都在画面内，并且不要被遮挡。',
  },
  'pdf-damaged': {
    title: '{file} 已损坏',
    why: '在这个 PDF 中找不到页面：文件不完整，或在传输中被改动。',
    todo: '请重新扫描或复制；或者用其他程序打开，把各页另存为 PNG 或 JPEG。',
  },
  'pdf-page-damaged': {
    title: '无法读取 {file} 的第 {page} 页',
    why: '这一页的内容损坏、缺失，或占用内存过多。文件中的其他页仍会读取。',
    todo: '请重新扫描这一页，或用其他程序把它另存为 PNG 或 JPEG。',
  },
  'pdf-protected': {
    title: '{file} 有密码保护',
    why: '没有密码就无法打开这个 PDF，而 Inkstone 不会询问密码。',
    todo: '请用其他程序打开，另存为不受保护的文件，或把各页存为 PNG 或 JPEG。',
  },
  'scans-too-many': {
    title: '{file} 的页数过多',
    why: '一个文件最多读取 {most} 页。',
    todo: '请只保存采集页，或将文件拆分。',
  },
  'sheet-several': {
    title: '{file} 中有不止一张采集页',
    why: '无法确定哪些符号属于同一页。',
    todo: '请每页单独拍一张。',
  },
  'sheet-too-small': {
    title: '{file} 中采集页的像素太少',
    why: '页面宽度只有约 {width} 像素，至少需要 {needed} 像素，符号才足够清楚。',
    todo: '请靠近一些拍摄，或提高扫描分辨率，并使用未压缩尺寸的原图。',
  },
  'sheet-unreadable': {
    title: '无法读取 {file} 中采集页的编码',
    why: '四角标记已找到，但下方两个标记之间的小方块模糊、被遮挡、有折痕或被裁掉。',
    todo: '请把纸放平，拿稳，避开反光，然后重新拍摄。',
  },
  'sheet-newer': {
    title: '{file} 中的采集页来自更新版本的 Inkstone',
    why: '它的编码格式是当前版本不认识的。',
    todo: '请更新 Inkstone，或用当前版本重新打印采集页。',
  },
  'sheet-other-hand': {
    title: '{file} 中的采集页属于另一份笔迹',
    why: '它是为另一份笔迹打印的，没有导入任何内容。',
    todo: '请打开那份笔迹后再导入，或为当前笔迹打印采集页。',
  },
  'sheet-too-long': {
    title: '采集页太多',
    why: '一共需要 {pages} 页，一次最多打印 {limit} 页。',
    todo: '请减少符号的数量或每个符号的格数，其余的另外打印。',
  },
};
