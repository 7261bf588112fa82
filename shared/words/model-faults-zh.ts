import type { ModelFault } from '../model/faults.ts';
import type { FaultWords } from './model-faults-en.ts';

export const modelFaults: Record<ModelFault, FaultWords> = {
  'needs-image': {
    why: '第 {index} 层 {layer} 处理的是图像（高 × 宽 × 通道），得到的却是 {shape}。',
    todo: '把它移到图像被展开之前，或在它前面加一个 Reshape 变回三个维度，或去掉它。',
  },
  'needs-sequence': {
    why: '第 {index} 层 {layer} 处理的是序列（步数 × 特征），得到的却是 {shape}。',
    todo: '在它前面加一个到 {target} 的 Reshape，或 PatchEmbedding；如果前面是循环层，让它返回整个序列。',
  },
  'needs-vector': {
    why: '第 {index} 层 {layer} 处理的是向量或序列，得到的却是 {shape} 的图像。',
    todo: '在它前面加一个 Flatten 或 GlobalAveragePooling2D。',
  },
  'window-too-large': {
    why: '第 {index} 层 {layer} 的窗口覆盖 {window}，超出了 {shape} 的输入。',
    todo: '减小窗口或膨胀率，把 padding 设为“same”，或在它之前少缩小一些图像。',
  },
  'dilated-strides': {
    why: '第 {index} 层 {layer} 的步幅是 {strides}，膨胀率是 {dilation}，两者不能同时大于 1。',
    todo: '把 strides 或 dilationRate 设为 1。',
  },
  'uneven-strides': {
    why: '第 {index} 层 {layer} 的步幅是 {strides}，而 TensorFlow 的逐通道卷积要求两个方向相同。',
    todo: '把两个方向的步幅设为相同的值。',
  },
  'patch-uneven': {
    why: '第 {index} 层 {layer} 要把 {shape} 的图像切成 {patch} 的小块，但除不尽。',
    todo: '让 patchSize 能整除图像的高和宽。',
  },
  'reshape-mismatch': {
    why: '第 {index} 层 {layer} 要把 {shape} 变成 {target}，需要 {needs} 个数，实际有 {has} 个。',
    todo: '让 targetShape 各数的乘积等于 {has}。',
  },
  'heads-uneven': {
    why: '第 {index} 层 {layer} 有 {heads} 个头，宽度 {width} 无法平均分给它们。',
    todo: '把宽度改成 {heads} 的倍数，或让头数能整除 {width}。',
  },
  'shortcut-shape': {
    why: '第 {index} 层 {layer} 内部把 {shape} 变成了 {output}，原样的输入无法与它相加。',
    todo: '让内部各层保持形状（padding 为“same”、步幅为 1、滤波器数不变），或把 shortcut 设为“conv”。',
  },
  'shortcut-needs-image': {
    why: '第 {index} 层 {layer} 的捷径是卷积，但它内部把 {shape} 变成了 {output}，两边都必须是图像。',
    todo: '把 shortcut 设为“identity”，并让内部各层保持形状。',
  },
  'shortcut-unreachable': {
    why: '第 {index} 层 {layer} 的捷径要把 {shape} 变成 {output}，没有任何步幅能做到。',
    todo: '把内部各层的 padding 设为“same”，只用步幅来缩小图像。',
  },
  'no-layers': {
    why: '用于 {shape} 图像的模型还没有任何层。',
    todo: '请添加层。最后一层必须是带 softmax 的 Dense 层，单元数与类别数相同。',
  },
  'softmax-inside': {
    why: '第 {index} 层 {layer} 用了 softmax。它属于损失函数，只有模型的最后一层可以用。',
    todo: '换一种激活函数，或把它放到最后。',
  },
  'duplicate-name': {
    why: '第 {index} 层的名字已经被使用：{layer}。',
    todo: '换一个名字，或不写名字，由程序自动取名。',
  },
  'name-with-slash': {
    why: '第 {index} 层的名字 {layer} 里有斜杠，斜杠是用来分隔块与块内各层的。',
    todo: '换一个没有斜杠的名字。',
  },
  'too-deep': {
    why: '第 {index} 层里的块嵌套太深，超过了 {deepest} 层：{layer}。',
    todo: '把最里面一块的各层移到外面一块里。',
  },
  'too-large': {
    why: '第 {index} 层 {layer} 的权重，或它为一张图像保存的数据，超过了 {mebibytes} MiB。',
    todo: '减少单元数或滤波器数，或先缩小输入。',
  },
  'input-not-task': {
    why: '模型读取 {shape} 的图像，而数据的图像是 {expected}。',
    todo: '让模型适应数据：把 inputShape 设为 [{target}]。',
  },
  'output-not-classes': {
    why: '最后一层 {layer} 输出 {shape}，而不是 {classes} 个类别各一个概率。',
    todo: '让模型以一个有 {classes} 个单元、使用 softmax 的 Dense 层结尾。',
  },
  'output-not-softmax': {
    why: '最后一层 {layer} 输出 {shape}，而不是每个类别一个概率。',
    todo: '让模型以一个使用 softmax 的 Dense 层结尾，单元数等于类别数（2 到 1000）。',
  },
  'image-side': {
    why: '模型读取 {shape} 的图像。这里的图像是灰度图（一个通道），边长 8 到 256 像素。',
    todo: '请换一个 inputShape。',
  },
  'width-bound': {
    why: '这个模型不能读取任意宽度的整行：最后一层 {layer} 没有沿着行在每一步给出答案，或者有权重只适合一种宽度。',
    todo: '让卷积和池化把宽度保留为步，用 Reshape 变成“步数 × 特征数”，最后接带 softmax 的 Dense。PositionEmbedding 的权重只适合一种宽度。',
  },
  'nothing-to-train': {
    why: '它的 {index} 层都没有可以训练的权重。',
    todo: '加一个有权重的层，例如 Dense 或 Conv2D。',
  },
  'unknown-layer': {
    why: '不认识第 {index} 层的类型：{layer}。',
    todo: '请从这些类型里选择：{allowed}',
  },
  'bad-option': {
    why: '第 {index} 层 {layer}：{option} 缺失，或不在允许的范围内。',
    todo: '把 {option} 设为允许的值：{allowed}',
  },
};
