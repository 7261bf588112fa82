import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/forms.ts';

export const errors: SameCodes<typeof english> = {
  'form-not-found': {
    title: '找不到该表单模板',
    why: '它的文件夹 {id} 已被移动或删除。',
    todo: '请将文件夹放回原处，或重新制作模板。',
  },
  'form-changed': {
    title: '表单模板“{name}”已在别处更改',
    why: '另一个窗口在此期间保存了它，所保存的内容已保留。',
    todo: '请重新打开该模板，再次进行更改。',
  },
  'form-fieldless': {
    title: '表单模板“{name}”还没有字段',
    why: '没有字段，就不知道页面上要读取什么。',
    todo: '请在每个填写处画一个框。',
  },
  'form-scan-poor': {
    title: '{file} 上印刷的内容太少',
    why: '已填写的页面要依靠空白表单上的线条和文字来对齐，而这张图像上太少。',
    todo: '请扫描整张空白表单，包含其线条和文字，保持清晰，分辨率不低于 150 dpi。',
  },
  'form-scan-missing': {
    title: '缺少空白表单的扫描图',
    why: '{file} 指定的扫描图是 {scan}，但旁边没有这个文件。',
    todo: '请将该图像放在文件旁边，或重新导出包含扫描图的模板。',
  },
  'form-file-invalid': {
    title: '{file} 不是表单模板',
    why: '其内容不符合模板文件的格式：{reason}',
    todo: '请选择由 Inkstone 导出的文件，或按 docs/forms.md 的说明更正。',
  },
  'page-other-form': {
    title: '{file} 不是该表单的页面',
    why: '在上面没有找到空白表单的线条和文字：可能是另一种表单，或者被裁掉、太模糊。',
    todo: '请重新扫描该页，或用它自己的模板读取。',
  },
  'batch-not-found': {
    title: '找不到该批次',
    why: '它的文件夹 {id} 已被移动或删除。',
    todo: '请将文件夹放回原处，或重新读取这些页面。',
  },
  'batch-not-running': {
    title: '该批次没有在读取',
    why: '它已经结束，或者在此期间被暂停。',
    todo: '如需继续，请恢复该批次。',
  },
  'batch-running': {
    title: '该批次正在读取',
    why: '此操作只能用于没有在读取的批次。',
    todo: '请先暂停该批次。',
  },
  'batch-held': {
    title: '另一个窗口或终端正在读取该批次',
    why: '它由进程 {pid} 占用。两处同时运行会重复读取相同的页面。',
    todo: '请在那里暂停，或等待其结束。',
  },
  'batch-no-pages': {
    title: '没有可读取的页面',
    why: '“{path}”中没有图像，也没有 PDF 或 TIFF 文件。',
    todo: '请选择存放扫描页的文件夹或文件。',
  },
  'table-too-long': {
    title: '表格太长，无法存为电子表格',
    why: '一张工作表最多有 {most} 行，而这个批次的字段更多。',
    todo: '请改为导出 CSV 或 JSON。',
  },
  'batch-page-not-found': {
    title: '没有该页面',
    why: '该批次的第 {page} 页没有读取，或没有这个字段。',
    todo: '请重新打开该批次，查看其中已有的页面。',
  },
};
