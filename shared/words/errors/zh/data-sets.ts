import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/data-sets.ts';

export const errors: SameCodes<typeof english> = {
  'dataset-not-found': {
    title: '找不到这个数据集',
    why: '它已从本机移除，或该位置没有文件或文件夹：{id}',
    todo: '另选一个数据集，或重新导入。',
  },
  'dataset-empty': {
    title: '没有可供训练的图像',
    why: '划出验证集之后，没有剩下图像。',
    todo: '增加图像数量，或减小验证集比例。',
  },
  'data-sizes-differ': {
    title: '这些数据集的图像大小不一样',
    why: '一个是 {first} 像素，另一个是 {other}。',
    todo: '选一个统一的大小，或者分别用它们训练。',
  },
  'data-framings-differ': {
    title: '这些数据集放置笔迹的方式不一样',
    why: '一个把笔迹居中，与 MNIST 相同；另一个让笔迹留在书写的位置。',
    todo: '请更改数据：把所有图像统一为一个尺寸，笔迹居中；或者分别用它们训练。',
  },
  'class-unknown': {
    title: '数据里没有“{name}”这一类',
    why: '所选的数据集都没有这一类，或者它已重命名。',
    todo: '请从数据里有的类别中选择。',
  },
  'classes-too-few': {
    title: '类别太少',
    why: '数据只有 {count} 个类别，而模型至少需要两个。',
    todo: '多选几个类别，或者换一个有更多类别的数据集。',
  },
  'classes-too-many': {
    title: '类别太多了',
    why: '这些数据集合起来有 {count} 个类别，而模型最多只能有 {most} 个。',
    todo: '请只选其中一部分。',
  },
  'image-size': {
    title: '图像的大小与模型不符',
    why: '模型读取 {height} × {width} 像素的图像，而 {bytes} 字节凑不成这样的图像。',
    todo: '请重新选择模型：它可能已经改变。',
  },
  'model-reads-lines': {
    title: '这个模型读取整行，不读单个字符',
    why: '{name} 沿着一行在每一步给出答案。',
    todo: '请选择读取单个字符的模型，或者把它当作整行来读。',
  },
  'model-reads-signs': {
    title: '这个模型读取单个字符，不读整行',
    why: '{name} 对整张图像只给出一个答案。',
    todo: '请选择用整行训练出来的模型。',
  },
  'line-size': {
    title: '行图像的高度与模型不符',
    why: '模型读取高 {height} 像素的行，而这一行高 {given} 像素。',
    todo: '请重新选择模型：它可能已经改变。',
  },
  'model-other-size': {
    title: '数据的图像大小与模型不符',
    why: '模型读取 {model}，而数据的图像是 {data}。',
    todo: '请换一个模型，或者换用这个大小的数据。',
  },
  'model-other-framing': {
    title: '模型所读的笔迹，放置方式与数据不同',
    why: '模型和数据，一方把笔迹居中，与 MNIST 相同；另一方让笔迹留在书写的位置。',
    todo: '请更改数据：把所有图像统一为模型的尺寸，笔迹按模型的方式放置；或者给模型换一个新的输出层。',
  },
  'model-lacks-classes': {
    title: '模型未学过这些数据的全部类别',
    why: '它从未学过：{names}',
    todo: '请选用学过这些类别的模型，或者只用它学过的类别。',
  },
  'class-too-small': {
    title: '“{name}”的图像太少',
    why: '数据中这个类别只有 {count} 张训练图像，而实验要求每个类别有 {wanted} 张。',
    todo: '请选择更小的数量，或使用全部图像。',
  },
  'data-untested': {
    title: '这些数据没有测试图像',
    why: '实验要比较各个模型识别后学类别的测试图像的准确率，而数据中没有这样的图像。',
    todo: '请选择带有测试集的数据，或重新导入并留出一部分用于测试。',
  },
  'dataset-in-use': {
    title: '有训练需要这个数据集',
    why: '训练“{run}”正在使用它、正在排队，或已中断但可以继续。',
    todo: '请先停止该训练，或继续训练直到结束，或删除它，然后重试。',
  },
  'dataset-damaged': {
    title: '数据集的文件已损坏',
    why: '{file} 的内容与写入时不同：被改动过，或缺少一部分。数据集：{id}',
    todo: '请移除这个数据集后重新导入。MNIST 与合成数字会在需要时自动重新生成。',
  },
  'dataset-names-fixed': {
    title: '{name} 不能重命名',
    why: 'MNIST 与合成数字是 Inkstone 自带的，只有导入的数据集可以重命名。',
    todo: '请选择您导入的数据集。',
  },
  'dataset-state-gone': {
    title: '找不到这次训练开始时所用的数据',
    why: '“{name}”后来有了变动，当时的文件已经不在了。',
    todo: '请重新开始一次训练：它会使用笔迹现在的内容。',
  },
  'mnist-missing': {
    title: '这台电脑上还没有 MNIST',
    why: '没有找到包含它四个文件的文件夹。',
    todo: '下载它，或在设置里指定存放它的文件夹。',
  },
  'mnist-incomplete': {
    title: '这个文件夹里没有完整的 MNIST',
    why: '{folder} 里缺少 {file}。',
    todo: '请指定存放 MNIST 四个 IDX 文件（压缩与否都行）的文件夹，或下载它们。',
  },
  'download-failed': {
    title: '下载失败',
    why: '没有一个下载源给出完整的文件。{mirrors}',
    todo: '检查网络后重试，已下载的部分会保留；也可以指定已有文件的文件夹。',
  },
  'download-checksum': {
    title: '下载的内容不对',
    why: '{file} 的校验和与公布的不一致，因此没有使用。',
    todo: '稍后再试，或指定存有正确文件的文件夹。',
  },
};
