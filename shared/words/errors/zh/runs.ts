import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/runs.ts';

export const errors: SameCodes<typeof english> = {
  'run-not-found': {
    title: '找不到这次训练',
    why: '它的文件夹已被删除或移走。',
    todo: '从列表里另选一个。',
  },
  'run-not-resumable': {
    title: '这次训练无法继续',
    why: '它已经完成，或没有可用的检查点。',
    todo: '用同样的训练配置新建一次训练。',
  },
  'run-not-extendable': {
    title: '无法为这次训练追加轮数',
    why: '只有已经完成、且最后一个检查点仍在的训练才可以追加；迁移实验中的训练要在相同长度下比较，因此也不可以。',
    todo: '克隆这次训练并设置更多轮数，或对它的模型进行微调。',
  },
  'run-not-queued': {
    title: '这次训练不在这里的队列中',
    why: '它可能已经开始或离开了队列，也可能由另一个砚持有。',
    todo: '请查看它的状态。',
  },
  'run-running': {
    title: '这次训练还在进行',
    why: '训练过程中不能这样修改。',
    todo: '请先停止它。',
  },
  'run-not-running': {
    title: '这次训练现在没有在进行',
    why: '只有正在进行的训练才能暂停或停止。',
    todo: '看看它的状态；它可能刚刚已经结束。',
  },
  'run-held-by-desktop': {
    title: '这次训练正由桌面程序占用',
    why: '这台电脑上的另一个 Inkstone（桌面程序，进程 {pid}）正在训练它，或已将它排入队列。',
    todo: '请在那里停止这次训练，或退出该程序，然后重试。',
  },
  'run-held-by-web': {
    title: '这次训练正由网页服务占用',
    why: '这台电脑上的另一个 Inkstone（网页服务，进程 {pid}）正在训练它，或已将它排入队列。',
    todo: '请在它的网页里停止这次训练，或结束该进程，然后重试。',
  },
  'run-held-by-terminal': {
    title: '这次训练正由终端里的命令占用',
    why: '这台电脑上的另一个 Inkstone（命令行，进程 {pid}）正在训练它，或已将它排入队列。',
    todo: '请在那个终端里按 Ctrl+C，或等命令结束，然后重试。',
  },
  'run-file-other': {
    title: '{file} 不是 Inkstone 的训练记录',
    why: '导出为文件的训练记录是一个含有 {manifest} 的 zip 文件，而这是别的内容。',
    todo: '请选择用“导出为一个文件”或 `runs export`（格式为 run）生成的文件。',
  },
  'run-file-damaged': {
    title: '{file} 已损坏',
    why: '其中的 {inside} 缺失、不完整，或与写入时不一致。',
    todo: '请在原来训练的电脑上重新导出，再导入新文件。这里没有任何改动。',
  },
  'run-file-too-large': {
    title: '这次训练太大，无法装进一个文件',
    why: '它有 {megabytes} MB，这里最多接受 {limit} MB。',
    todo: '请不带检查点导出，或在终端里使用 `runs export`，或直接复制该训练的文件夹。',
  },
  'model-not-found': {
    title: '找不到这个模型',
    why: '它所属的训练已被删除，或还没有训练出结果。',
    todo: '另选一个模型。',
  },
  'model-torn': {
    title: '模型文件已损坏',
    why: '权重与保存时的记录不一致。',
    todo: '从检查点继续训练，或重新训练。',
  },
  'model-invalid': {
    title: '模型在 {layer} 处衔接不上',
    why: '第 {index} 层 {layer} 无法接受这样形状的输入。',
    todo: '调整这一层，或它的上一层。',
  },
  'model-not-finite': {
    title: '这个模型无法识别该图像',
    why: '它的权重过大，计算过程超出了数值范围：训练时已经发散。',
    todo: '把学习率调小后重新训练，或换一个模型。',
  },
  'layer-unknown': {
    title: '模型里没有名为 {name} 的层',
    why: '冻结哪些层、哪些层用自己的学习率，都要写模型里的层名：{names}。',
    todo: '请写这个模型里的层名，或选择冻结特征层。',
  },
  'layer-absent': {
    title: '模型中没有这一层',
    why: '位置 {path} 处没有层：模型在此期间被替换了。',
    todo: '请重新打开该页面。',
  },
  'layer-too-large': {
    title: '层 {name} 太大，无法逐个显示数值',
    why: '它的输入、输出或权重超过 {most} 个数值。',
    todo: '请选择较小的模型。',
  },
  'weight-absent': {
    title: '模型中没有这个权重',
    why: '{path} 中没有第 {index} 个权重：模型在此期间被替换了。',
    todo: '请重新打开该页面。',
  },
  'head-fixed': {
    title: '无法为这个模型换上新的输出层',
    why: '它的类别由 {layer} 给出，而这一层不是 Dense 或 Conv2D，或者之后还有要训练的层。',
    todo: '请保留原来的输出层和类别，或换一个模型。',
  },
  'replay-empty': {
    title: '{data} 里没有可供重放的图像',
    why: '它的训练图像都不属于这次要学的类别：{names}。',
    todo: '请换一个用来重放的数据集，或不使用重放。',
  },
  'replay-other-framing': {
    title: '{data} 放置笔迹的方式不一样',
    why: '这次要学的图像和要重放的图像，一方把笔迹居中，与 MNIST 相同；另一方让笔迹留在书写的位置。',
    todo: '请换一个用来重放的数据集，或不使用重放；也可以更改这次要学的数据：把所有图像统一为一个尺寸，笔迹按 {data} 的方式放置。',
  },
  'parent-not-trained': {
    title: '这次训练要沿用的模型还没有训练好',
    why: '它在等待“{name}”的结果，而那次训练尚未完成，或已被删除。',
    todo: '请先继续那次训练，再继续这一次；或重新开始整个实验。',
  },
  'base-failed': {
    title: '实验的第一次训练失败了',
    why: '实验里其余的训练都要用到“{name}”学到的内容，所以都没有开始。',
    todo: '打开那次训练查看失败原因，解决之后再继续实验。',
  },
  'nothing-to-transfer': {
    title: '这个模型没有可以迁移的内容',
    why: '它只有最后一层带有权重，而新的类别需要换上新的最后一层，之前学到的就都不在了。',
    todo: '请选择最后一层之前还有其他层的模型，例如教程 CNN。',
  },
  'early-stopping-unvalidated': {
    title: '早停需要验证图像',
    why: '早停在验证结果不再提高时结束训练，而当前的训练配置没有划出验证集。',
    todo: '请选择一种验证集划分，或关闭早停。',
  },
  'plateau-unvalidated': {
    title: '这种学习率调度需要验证图像',
    why: '它在验证损失不再下降时降低学习率，而当前的训练配置没有划出验证集。',
    todo: '请选择一种验证集划分，或换一种调度。',
  },
  'augmentation-too-large': {
    title: '数据增强的幅度超出了图像大小',
    why: '{change} 设为 {pixels} 像素，而 {height} × {width} 像素的图像最多为 {most}。',
    todo: '请改用较小的数值。',
  },
  'checkpoint-torn': {
    title: '检查点已损坏',
    why: '它没有写完，或之后被改动过。',
    todo: '再次继续训练，会从更早的检查点开始。',
  },
};
