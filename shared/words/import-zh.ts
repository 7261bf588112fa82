import type { ImportWords } from './import-en.ts';

export const importWordsZh: ImportWords = {
  warnings: {
    inverted: {
      title: '明暗相反',
      text: '图像是浅底深字，而 Inkstone 以高值表示笔迹。',
    },
    transposed: {
      title: '图像行列颠倒',
      text: '行与列互换了位置，EMNIST 的文件就是这样。',
    },
    'values-low': {
      title: '像素值过低',
      text: '最高值只有 {highest}（满值 255），图像看起来是空白的。',
    },
    'labels-shifted': {
      title: '标签似乎都大了 1',
      text: '没有图像的标签是 0。用其他数据训练的模型会把每张图像都识别为小 1 的类别。',
    },
    'ten-is-zero': {
      title: '标签 10 似乎表示数字 0',
      text: '标签从 1 到 10。',
    },
    'duplicates-across': {
      title: '测试图像也出现在训练图像中',
      text: '有 {count} 张训练图像与某张测试图像完全相同，测试结果会虚高。',
    },
    'duplicates-within': {
      title: '有重复的图像',
      text: '有 {count} 张图像与前面的某张完全相同。',
    },
    'empty-classes': {
      title: '有的类别没有图像',
      text: '{count} 个类别没有图像：{names}',
    },
    'blank-images': {
      title: '有空白图像',
      text: '有 {count} 张图像整张只有一个像素值。',
    },
    'one-class': {
      title: '所有图像属于同一个类别',
      text: '每张图像的标签都是 {name}，模型无法从中学会区分类别。',
    },
    'no-test-images': {
      title: '没有留出测试图像',
      text: '数据集太小，无法留出测试图像，因此在它上面的训练无法用它测试。',
    },
    framed: {
      title: '图像已统一大小',
      text: '原图大小不一或无法直接使用，笔迹已放入 {width} × {height} 像素的图像中。',
    },
    'gzip-trailing': {
      title: '有文件末尾带有多余字节',
      text: '{file}：压缩数据之后的内容已忽略。',
    },
    'header-reversed': {
      title: '有文件头的字节顺序相反',
      text: '{file} 以小端顺序写成，已按此读取。',
    },
    'values-scaled': {
      title: '像素值已缩放到 0 至 255',
      text: '文件中的取值范围是 {from} 到 {to}。',
    },
    colour: {
      title: '图像是彩色的',
      text: '已取其亮度。',
    },
    'label-column': {
      title: '标签列是推测的',
      text: '{file}：把第 {column} 列当作标签。',
    },
    'validation-joined': {
      title: '验证部分已并入训练图像',
      text: '{file}：每次训练会自行留出验证图像。',
    },
    'several-sets': {
      title: '这里有多个数据集',
      text: '已采用 {taken}，未采用 {others}。',
    },
    'names-cut': {
      title: '有的类别名称过长',
      text: '{count} 个名称已截短到 40 个字符，例如“{name}”。',
    },
  },
  mends: {
    inverted: '反转图像明暗',
    transposed: '把图像转正',
    'values-low': '把像素值拉伸到 255',
    'labels-shifted': '每个标签减 1',
    'ten-is-zero': '把 10 当作 0',
    'duplicates-across': '从训练图像中去掉它们',
    'duplicates-within': '每种只保留第一张',
    'empty-classes': '去掉这些类别',
    'blank-images': '去掉它们',
  },
  skipped: {
    empty: '空文件',
    'web-page': '是网页，不是数据',
    'not-understood': '这里用不到的文件',
    damaged: '已损坏',
    encrypted: '已加密',
    'compression-unknown': '使用了无法读取的压缩方式',
    'unsafe-name': '文件名指向压缩包之外',
    'nested-too-deep': '压缩包嵌套过深',
    hdf5: '不读取 HDF5，请另存为 .npz',
    matlab: '不读取 MATLAB 文件，请另存为 .npz',
    pickle: 'pickle 文件可能执行程序，不予读取，请另存为 .npz',
    'no-labels': '有图像但没有标签',
    'no-images': '有标签但没有图像',
    'no-class': '无法得知类别',
    'no-ink': '没有笔迹',
    'object-array': '对象数组或按列存储的数组',
    'shape-unknown': '从形状看既不是图像也不是标签',
    'packed-copy': '另一个文件的压缩副本',
    'other-set': '属于另一个数据集',
    'too-large': '图像过大',
  },
};
