import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/imports.ts';

export const errors: SameCodes<typeof english> = {
  'idx-other': {
    title: '{file} 不是图像数组文件',
    why: '它的内容既不是 MNIST 所用的 IDX 格式，也不是 NumPy 的 .npy 格式。',
    todo: '读取图像请用 --image，读取笔画请用 --strokes；数据集请用导入。',
  },
  'idx-wrong-size': {
    title: '{file} 的大小不对',
    why: '实际 {actual} 字节，按文件头应为 {expected} 字节。',
    todo: '文件被截断或改动过，请重新获取。',
  },
  'idx-count-mismatch': {
    title: '图像和标签的数量不一致',
    why: '有 {images} 张图像，却有 {labels} 个标签。',
    todo: '请选择配套的两个文件。',
  },
  'gzip-torn': {
    title: '{file} 已损坏',
    why: '压缩数据不完整，或与校验和不符。',
    todo: '请重新获取这个文件。',
  },
  'file-empty': {
    title: '{file} 是空文件',
    why: '这个文件没有任何内容。',
    todo: '请重新保存或下载。',
  },
  'file-too-large': {
    title: '{file} 太大了',
    why: '它有 {megabytes} MB，最多能读取 {limit} MB。',
    todo: '缩小后重试。',
  },
  'file-is-page': {
    title: '{file} 其实是一个网页',
    why: '内容是 HTML，可能是把登录页或错误页存成了这个文件。',
    todo: '请重新下载文件本身。',
  },
  'not-a-file': {
    title: '这不是一个文件',
    why: '该位置是文件夹或设备：{path}',
    todo: '请指定一个文件。',
  },
  'path-missing': {
    title: '没有这个文件或文件夹',
    why: '该路径下什么也没有：{path}',
    todo: '请检查路径是否写错，磁盘是否已连接。',
  },
  'data-not-understood': {
    title: '在 {path} 中没有找到数据集',
    why: '可以读取：IDX、.npz 和 .npy、CSV、parquet、图像文件夹、笔迹（JSON、ndjson、UNIPEN），以及包含这些文件的 zip 压缩包。',
    todo: '请选择同时包含图像和标签的文件或文件夹。',
  },
  'data-damaged': {
    title: '{file} 已损坏',
    why: '文件内容与它声明的格式不符。',
    todo: '请重新获取该文件。',
  },
  'data-empty': {
    title: '{file} 中没有图像',
    why: '文件可以读取，但其中没有任何图像。',
    todo: '请检查是否选对了文件，或重新获取。',
  },
  'data-kind-unread': {
    title: '{file} 是不支持读取的文件类型',
    why: '它是 {kind} 文件。HDF5 与 MATLAB 文件无法读取，pickle 文件可能会执行程序。',
    todo: '请把图像和标签另存为 .npz（numpy.savez）后再导入。',
  },
  'images-all-alike': {
    title: '{file} 中的图像全都一样',
    why: '其中的 {count} 张图像都是空白，或是同一张图像的副本，无法从中学到任何东西。',
    todo: '请检查图像的保存方式，然后重新导入。',
  },
  'array-unread': {
    title: '{file} 中的数组类型无法读取',
    why: '它包含 Python 对象、多个字段或复数，或者是按列存储的。',
    todo: '请按行另存为普通数值：numpy.ascontiguousarray(x, dtype=numpy.uint8)。',
  },
  'data-too-large': {
    title: '{file} 太大',
    why: '这类文件最大可读取 {limit} MB。',
    todo: '请把它拆分成较小的文件。',
  },
  'unpacks-too-large': {
    title: '{file} 解压后大得异常',
    why: '它解压后至少有 {megabytes} MB，超过自身大小的 {times} 倍。图像和文本不会这样，因此没有继续读取。',
    todo: '请从来源重新获取该文件。如果它本应如此，请先解压，再导入解压出的文件。',
  },
  'data-too-many': {
    title: '{file} 中的图像太多',
    why: '一个数据集最多可以有 {most} 张图像。',
    todo: '请只取其中一部分。',
  },
  'data-disk-space': {
    title: '磁盘空间不足',
    why: '导入需要在 {folder} 中占用 {needed} MB，但只剩 {free} MB。',
    todo: '请腾出一些空间，例如删除不再需要的数据集或训练。',
  },
  'too-many-files': {
    title: '文件太多',
    why: '{path} 中的文件超过 {most} 个。',
    todo: '请选择数据集所在的文件夹。',
  },
  'archive-damaged': {
    title: '{file} 已损坏',
    why: '压缩包不完整，或内容与校验和不符。',
    todo: '请重新获取压缩包，或解压后选择文件夹。',
  },
  'archive-too-large': {
    title: '{file} 太大',
    why: '压缩包最多可包含 {files} 个文件、{gigabytes} GB 内容。',
    todo: '请解压后选择需要的部分。',
  },
  'archive-encrypted': {
    title: '{file} 已加密',
    why: '解压这个压缩包需要密码。',
    todo: '请先用密码解压，再选择解压出的文件夹。',
  },
  'archive-compression': {
    title: '{file} 使用了不支持的压缩方式',
    why: '只能读取“存储”或 Deflate 方式的 zip 压缩包，绝大多数压缩包都是如此。',
    todo: '请先解压，再选择解压出的文件夹。',
  },
  'record-invalid': {
    title: '{file} 中有一条记录无法读取',
    why: '第 {record} 条记录不完整，或含有不允许的值。',
    todo: '请更正或删除这条记录，然后重新导入。',
  },
  'label-invalid': {
    title: '{file} 中有一个标签不表示任何类别',
    why: '第 {index} 个标签是 {label}。标签应为整数或名称。',
    todo: '请更正或删除这一项，然后重新导入。',
  },
  'labels-missing': {
    title: '缺少标签',
    why: '{file} 中有图像，但没有任何内容说明它们是什么。',
    todo: '请把标签文件放在它旁边，并选择包含两者的文件夹。',
  },
  'images-missing': {
    title: '缺少图像',
    why: '{file} 中有标签，但没有与之对应的图像。',
    todo: '请把图像文件放在它旁边，并选择包含两者的文件夹。',
  },
  'labels-disagree': {
    title: '两个表格对 {file} 的说法不同',
    why: '一个说是 {first}，另一个说是 {other}。',
    todo: '请保留正确的表格，删除另一个。',
  },
  'picture-classes-missing': {
    title: '无法得知这些图像的类别',
    why: '找到 {count} 张图像，但分不出两个类别。',
    todo: '请把每个类别的图像放进以类别命名的文件夹，或把类别写在文件名开头：7_0001.png。若全是同一个符号，可导入到已有其他符号的笔迹中：在该笔迹的页面上导入，或在命令行中使用 --sign 符号。',
  },
  'several-data-sets': {
    title: '这里有多个数据集',
    why: '找到：{choices}',
    todo: '请选择其中一个；在命令行中使用 --choose 名称。',
  },
  'choice-unknown': {
    title: '这里没有数据集 {choice}',
    why: '找到：{choices}',
    todo: '请选择其中一个。',
  },
  'inspection-gone': {
    title: '需要重新开始导入',
    why: '先前读取的内容已不再保留。',
    todo: '请重新选择文件或文件夹。',
  },
  'class-names-invalid': {
    title: '类别名称不合适',
    why: '需要 {expected} 个互不相同的名称，给出了 {given} 个。',
    todo: '请给每个类别一个独有的名称，长度为 1 到 40 个字符。',
  },
  'test-images-missing': {
    title: '{name} 没有测试图像',
    why: '数据集太小，没有留出测试图像；或者文件中只有训练图像。',
    todo: '请在其他数据集上评估，或以更大的测试比例重新导入。',
  },
  'upload-too-large': {
    title: '内容太多，无法通过窗口导入',
    why: '最多可接收 {limit} GB。',
    todo: '请使用命令行：inkstone data import 路径。',
  },
  'unsafe-path': {
    title: '有一个文件的名称无法使用',
    why: '它指向了文件夹之外：{path}',
    todo: '请重命名该文件后重试。',
  },
};
