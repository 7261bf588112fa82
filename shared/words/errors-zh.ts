import type { ErrorCode } from '../contract/errors.ts';
import type { ErrorWords } from './errors-en.ts';

export const errors: Record<ErrorCode, ErrorWords> = {
  internal: {
    title: 'Inkstone 内部出错',
    why: '程序遇到了没有预料到的情况。你的训练记录和数据都还在。',
    todo: '请再试一次。如果再次出现，请复制详情反馈给我们。',
  },
  'invalid-input': {
    title: '无法识别这个请求',
    why: '有一项缺失或超出范围：{path} {reason}',
    todo: '检查填写的内容后重试。',
  },
  'not-found': {
    title: '找不到了',
    why: '它可能被移动、改名或删除了：{path}',
    todo: '返回上一页，另选一个。',
  },
  cancelled: {
    title: '已取消',
    why: '操作完成前被你停下了。',
    todo: '需要时可以重新开始。',
  },
  busy: {
    title: '引擎正忙',
    why: '有一次训练正在使用引擎。',
    todo: '等它结束，或先暂停它。',
  },
  forbidden: {
    title: '没有权限',
    why: '这个请求没有获得许可。',
    todo: '请用启动时显示的地址重新打开 Inkstone。',
  },
  disconnected: {
    title: '与 Inkstone 的连接断开了',
    why: '窗口背后的程序没有回应。正在进行的训练可能仍在继续。',
    todo: 'Inkstone 会自动重连。如果一直连不上，请重新启动，训练会从最近的检查点继续。',
  },
  unsupported: {
    title: '这里做不到',
    why: '当前的运行方式不支持这项功能。',
    todo: '请使用桌面版，或在存储文件夹里手动处理。',
  },
  'disk-full': {
    title: '磁盘已满',
    why: '没有空间继续写入。',
    todo: '腾出一些空间，或删掉不再需要的训练记录，然后重试。',
  },
  'disk-space': {
    title: '磁盘空间不够',
    why: '{folder} 需要 {needed} GB，目前只剩 {free} GB。',
    todo: '腾出一些空间，或在启动 Inkstone 前用 INKSTONE_CACHE_DIR 指定更大磁盘上的文件夹。',
  },
  'storage-denied': {
    title: '没有写入权限',
    why: '系统拒绝访问 {path}',
    todo: '修改文件夹权限，或换一个存储位置。',
  },
  'storage-failed': {
    title: '读写失败',
    why: '磁盘报错：{path}{reason}',
    todo: '检查磁盘是否连接正常，然后重试。',
  },
  'not-a-folder': {
    title: '此处需要文件夹，但已有同名文件',
    why: '{path} 是文件，或其上级路径中有一个是文件。',
    todo: '改用其他文件夹，或将该文件移走。',
  },
  'home-missing': {
    title: '找不到存放 Inkstone 数据的位置',
    why: '系统未提供主目录：HOME 为空或不是绝对路径。',
    todo: '将 INKSTONE_HOME 设为一个可写的文件夹。',
  },
  'file-torn': {
    title: '文件已损坏',
    why: '{path} 不完整，或内容不对。',
    todo: '用备份恢复，或删除它让 Inkstone 重新生成。',
  },
  'file-newer': {
    title: '这个文件来自更新版本的 Inkstone',
    why: '当前版本不认识 {path} 的格式。',
    todo: '升级 Inkstone 后再打开。',
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
    why: '没有一个软件源给出全部文件。{servers}',
    todo: '检查网络后重试，已下载的部分会保留。也可以用 PIP_INDEX_URL 指定别的软件源。',
  },
  'trainer-crashed': {
    title: '训练进程意外退出',
    why: '它被系统或错误终止了。最近检查点之前的进度都还在。',
    todo: '重新启动引擎，再继续训练。如果是内存不足，请调小批大小。',
  },
  'trainer-garbled': {
    title: '训练进程发来了无法识别的内容，已被终止',
    why: '它发送的 {event} 不符合与工作室约定的格式。最近检查点之前的进度都还在。',
    todo: '继续这次训练。如果再次出现，请附上下面的详细信息反馈。',
  },
  'trainer-start-timeout': {
    title: '训练进程迟迟没有启动',
    why: '它一直没有响应，电脑可能太忙了。',
    todo: '关掉暂时不用的程序，再启动引擎。',
  },
  'training-diverged': {
    title: '训练在第 {step} 步发散了',
    why: '损失已经不是有效数字。训练退回到了最近一个完好的检查点（第 {checkpointStep} 步）。',
    todo: '把学习率调小到十分之一，或改用 Adam，再训练一次。',
  },
  'op-missing': {
    title: '这个 TensorFlow 缺少一种运算',
    why: '已安装的运行库没有 {op}，而当前模型或训练方案需要它。',
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
  'run-not-found': {
    title: '找不到这次训练',
    why: '它的文件夹已被删除或移走。',
    todo: '从列表里另选一个。',
  },
  'run-not-resumable': {
    title: '这次训练无法继续',
    why: '它已经完成，或没有可用的检查点。',
    todo: '用同样的配置新建一次训练。',
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
  'checkpoint-torn': {
    title: '检查点已损坏',
    why: '它没有写完，或之后被改动过。',
    todo: '再次继续训练，会从更早的检查点开始。',
  },
  'dataset-not-found': {
    title: '找不到这个数据集',
    why: '它已从本机移除，或该位置没有文件或文件夹：{id}',
    todo: '另选一个数据集，或重新导入。',
  },
  'dataset-empty': {
    title: '没有可供训练的图片',
    why: '划出验证集之后，没有剩下图片。',
    todo: '增加图片数量，或减小验证集比例。',
  },
  'data-sizes-differ': {
    title: '这些数据集的图像大小不一样',
    why: '一个是 {first} 像素，另一个是 {other}。',
    todo: '选一个统一的大小，或者分别用它们训练。',
  },
  'class-unknown': {
    title: '数据里没有“{name}”这一类',
    why: '所选的数据集都没有这一类，或者它已经改名。',
    todo: '请从数据里有的类别中选择。',
  },
  'classes-too-few': {
    title: '没有可以区分的东西',
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
  'model-other-size': {
    title: '数据的图像大小与模型不符',
    why: '模型读取 {model}，而数据的图像是 {data}。',
    todo: '请换一个模型，或者换用这个大小的数据。',
  },
  'model-lacks-classes': {
    title: '模型不认识这些数据的全部类别',
    why: '它从未学过：{names}',
    todo: '请选用学过这些类别的模型，或者只用它认识的类别。',
  },
  'dataset-in-use': {
    title: '有训练需要这个数据集',
    why: '训练“{run}”正在使用它，或正在排队等待使用它。',
    todo: '请先停止那次训练，或等它结束，然后重试。',
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
    why: '{file} 的校验值与公布的不一致，因此没有使用。',
    todo: '稍后再试，或指定存有正确文件的文件夹。',
  },
  'idx-bad-magic': {
    title: '{file} 不是这种 IDX 文件',
    why: '第 {offset} 字节处是 {found}，应当是 {expected}。',
    todo: '请确认图片文件和标签文件没有选反。',
  },
  'idx-wrong-size': {
    title: '{file} 的大小不对',
    why: '实际 {actual} 字节，按文件头应为 {expected} 字节。',
    todo: '文件被截断或改动过，请重新获取。',
  },
  'idx-count-mismatch': {
    title: '图片和标签数量对不上',
    why: '有 {images} 张图片，却有 {labels} 个标签。',
    todo: '请选择配套的两个文件。',
  },
  'gzip-torn': {
    title: '{file} 已损坏',
    why: '压缩数据不完整，或校验不通过。',
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
    why: '可以读取：IDX、.npz 和 .npy、CSV、parquet、图片文件夹、笔迹（JSON、ndjson、UNIPEN），以及包含这些文件的 zip 压缩包。',
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
  'data-too-large': {
    title: '{file} 太大',
    why: '这类文件最大可读取 {limit} MB。',
    todo: '请把它拆分成较小的文件。',
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
    title: '无法得知这些图片的类别',
    why: '找到 {count} 张图片，但分不出两个类别。',
    todo: '请把每个类别的图片放进以类别命名的文件夹，或把类别写在文件名开头：7_0001.png。',
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
  'image-unreadable': {
    title: '{file} 不是图像',
    why: '它的内容不属于可读取的格式：PNG、JPEG、WebP、GIF、BMP、TIFF。',
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
    why: '没有笔画，或有坐标不是数字（第 {stroke} 笔第 {point} 点）。',
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
    todo: '每一幅请写成 [[[x, y], …], …]，或带有 “strokes” 的对象。',
  },
  'stroke-other': {
    title: '无法读取 {file}',
    why: '第 {drawing} 幅第 {stroke} 笔不是由点组成的列表。',
    todo: '每一笔请写成 [[x, y], …]。',
  },
  'point-other': {
    title: '无法读取 {file}',
    why: '第 {drawing} 幅第 {stroke} 笔第 {point} 点不是两个数字，而是 {found}。',
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
  'port-unavailable': {
    title: '端口 {port} 无法使用',
    why: '它被别的程序占用，或是系统保留的。',
    todo: '换一个端口；不指定则自动选用空闲的端口。',
  },
  'dialog-unavailable': {
    title: '这里无法打开文件对话框',
    why: 'Inkstone 正在浏览器中运行，浏览器不会透露文件夹位置。',
    todo: '把文件拖进窗口，或在启动前设置 INKSTONE_MNIST_DIR。',
  },
  'handle-unknown': {
    title: '之前的选择已失效',
    why: '选中的文件或文件夹只在本次连接内有效。',
    todo: '请重新选择。',
  },
  'save-denied': {
    title: '“{name}”没有保存',
    why: '系统不允许 Inkstone 在那里写入文件。',
    todo: '请保存到其他文件夹。',
  },
  'save-failed': {
    title: '“{name}”没有保存',
    why: '磁盘报错：{reason}',
    todo: '请换个文件名，或保存到其他文件夹。',
  },
};
