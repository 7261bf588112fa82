import type { SameCodes } from '../words.ts';
import type { errors as english } from '../en/engine.ts';

export const errors: SameCodes<typeof english> = {
  'busy-with-run': {
    title: '引擎正被一次训练占用',
    why: '训练“{run}”在结束之前会一直占用引擎，准备数据和暂停期间也不例外。',
    todo: '请等它结束，或停止它，之后仍可继续训练。',
  },
  'busy-with-probe': {
    title: '正在测量训练速度',
    why: '两项测量同时进行会互相拖慢。',
    todo: '请过几秒再试。',
  },
  'busy-with-rate-test': {
    title: '引擎正在进行学习率测试',
    why: '两项测量同时进行会互相拖慢。',
    todo: '请等测试结束，或取消它。',
  },
  'busy-with-suspects': {
    title: '引擎正在检查标签',
    why: '它正在训练几个模型，用来互相核对标签。',
    todo: '请等检查结束，或取消它。',
  },
  'busy-with-update': {
    title: 'Inkstone 正在更新',
    why: '新版本已交给系统，程序文件正在替换。',
    todo: '完成后请重新启动 Inkstone；也可以在设置中暂不更新，继续使用。',
  },
  'engine-missing': {
    title: '还没有安装 TensorFlow',
    why: '没有找到它的运行库：{folder}',
    todo: '联网启动一次 Inkstone 即可自动获取；也可以用 INKSTONE_LIBTENSORFLOW 指定已有的副本。',
  },
  'engine-broken': {
    title: 'TensorFlow 无法启动',
    why: '找到了运行库，但加载失败：{folder}',
    todo: '删除该文件夹后重新启动 Inkstone，会重新获取一份。',
  },
  'engine-download-failed': {
    title: '运行库下载失败',
    why: '没有一个软件源提供全部文件。{servers}',
    todo: '检查网络后重试，已下载的部分会保留。也可以用 PIP_INDEX_URL 指定别的软件源。',
  },
  'trainer-crashed': {
    title: '训练进程意外结束',
    why: '它被系统或错误终止了。最近检查点之前的进度都还在。',
    todo: '请重试：引擎会自动重新启动，中断的训练可以继续。如果是内存不足，请调小批大小。',
  },
  'model-too-large-for-memory': {
    title: '这台电脑的内存不足以进行这次训练',
    why: '至少需要 {needed} GB，而可用内存只有 {free} GB。',
    todo: '请调小批大小、缩小图像，或减少卷积核或单元的数量；也可以关闭其他程序。',
  },
  'trainer-garbled': {
    title: '训练进程发来了无法识别的内容，已被终止',
    why: '它发送的 {event} 不符合约定的格式。最近检查点之前的进度都还在。',
    todo: '继续这次训练。如果再次出现，请附上下面的详情反馈。',
  },
  'trainer-start-timeout': {
    title: '训练进程迟迟没有启动',
    why: '它一直没有响应，电脑可能太忙了。',
    todo: '关掉暂时不用的程序，再启动引擎。',
  },
  'training-diverged': {
    title: '训练在第 {step} 步发散了',
    why: '损失已经不是有限数值。训练退回到了最近一个完好的检查点（第 {checkpointStep} 步）。',
    todo: '把学习率调小到十分之一，或改用 Adam，再训练一次。',
  },
  'op-missing': {
    title: '这个 TensorFlow 缺少一种运算',
    why: '已安装的运行库没有 {op}，而当前模型或训练配置需要它。',
    todo: '请使用 Inkstone 自动获取的运行库：取消 INKSTONE_LIBTENSORFLOW 后重新启动。',
  },
  'cuda-failed': {
    title: 'CUDA 无法运行，改由处理器训练',
    why: '面向 NVIDIA 显卡的 TensorFlow 启动失败：{reason}',
    todo: '请改选处理器；或先确认 nvidia-smi 能正常运行，再重新选择 CUDA。',
  },
  'cuda-no-driver': {
    title: '缺少 NVIDIA 驱动，改由处理器训练',
    why: '这台电脑上没有找到驱动的库文件 libcuda.so.1。',
    todo: '安装 NVIDIA 驱动（在容器中则需把显卡映射进来），再重新选择 CUDA。',
  },
  'cuda-old-driver': {
    title: 'NVIDIA 驱动太旧，改由处理器训练',
    why: '驱动版本低于 CUDA 12 所需的最低版本 525.60。',
    todo: '更新 NVIDIA 驱动并重启电脑，再重新选择 CUDA。',
  },
  'cuda-no-device': {
    title: '没有找到 NVIDIA 显卡，改由处理器训练',
    why: '驱动已安装，但 TensorFlow 没有找到可用的显卡。',
    todo: '确认 nvidia-smi 能列出显卡，且没有被 CUDA_VISIBLE_DEVICES 屏蔽，再重新选择 CUDA。',
  },
  'cuda-libraries': {
    title: 'CUDA 的运行库无法加载，改由处理器训练',
    why: '至少有一个 NVIDIA 运行库缺失，或在这里打不开。',
    todo: '在设置里移除 CUDA 后重新安装。',
  },
  'cuda-absent': {
    title: '选择了 CUDA 但还没有安装，改由处理器训练',
    why: '这台电脑上还没有面向 NVIDIA 显卡的 TensorFlow。',
    todo: '在设置里安装（或运行 inkstone engine install cuda），或选择其他引擎。',
  },
  'cuda-unsupported': {
    title: '这个系统不支持 CUDA，改由处理器训练',
    why: 'TensorFlow 只在 x86-64 处理器的 Linux 上支持 NVIDIA 显卡。',
    todo: '请选择其他引擎：WebGPU 适用于任何品牌的显卡。',
  },
  'webgpu-failed': {
    title: 'WebGPU 无法运行，改由处理器训练',
    why: '没有可用的显卡：{reason}',
    todo: '更新显卡驱动后重新选择 WebGPU，或选择其他引擎。',
  },
  'webgpu-no-adapter': {
    title: '没有找到显卡，改由处理器训练',
    why: 'WebGPU 找不到带有 Vulkan、Direct3D 12 或 Metal 驱动的显卡。',
    todo: '安装显卡驱动（Linux 还需 libvulkan1 软件包）后重新选择 WebGPU。',
  },
  'webgpu-unavailable': {
    title: '此处无法使用 WebGPU，改由处理器训练',
    why: 'Inkstone 中驱动 WebGPU 的部分无法在此系统上运行：{reason}',
    todo: '请选择其他引擎。',
  },
};
