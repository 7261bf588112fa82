import type { ErrorCode } from '../contract/errors.ts';

/** What a person reads: what happened, why, what to do. */
export interface ErrorWords {
  readonly title: string;
  readonly why: string;
  readonly todo: string;
}

/** Words for every code of shared/contract/errors.ts; a code without them fails the type check. */
export const errors = {
  internal: {
    title: 'Something went wrong inside Inkstone',
    why: 'A part of the program met a case it was not built for. Your runs and data are kept.',
    todo: 'Try again. If it happens again, copy the details and report them.',
  },
  'invalid-input': {
    title: 'This request could not be understood',
    why: 'A value is missing or out of range: {path} {reason}',
    todo: 'Check what you entered and try again.',
  },
  'not-found': {
    title: 'This is not here any more',
    why: 'It was moved, renamed or deleted: {path}',
    todo: 'Go back and choose another one.',
  },
  cancelled: {
    title: 'Cancelled',
    why: 'You stopped it before it was done.',
    todo: 'Start it again whenever you like.',
  },
  busy: {
    title: 'The engine is busy',
    why: 'A training run has the engine at the moment.',
    todo: 'Wait for the run to end, or pause it first.',
  },
  forbidden: {
    title: 'This is not allowed',
    why: 'The request came without permission to do this.',
    todo: 'Open Inkstone anew from the address that it printed when it started.',
  },
  disconnected: {
    title: 'The connection to Inkstone is lost',
    why: 'The program behind this window does not answer. A run in progress may still be going.',
    todo: 'Inkstone reconnects by itself. If it does not, start it again: runs go on from their last checkpoint.',
  },
  unsupported: {
    title: 'This cannot be done here',
    why: 'This way of running Inkstone does not offer it.',
    todo: 'Use the desktop window, or do it by hand in the storage folder.',
  },
  'disk-full': {
    title: 'The disk is full',
    why: 'There was no room left to write.',
    todo: 'Free some space, or delete runs you no longer need, then try again.',
  },
  'disk-space': {
    title: 'There is not enough room on the disk',
    why: '{needed} GB are needed in {folder}, but only {free} GB are free.',
    todo: 'Free some space, or set INKSTONE_CACHE_DIR to a folder on a larger disk before you start Inkstone.',
  },
  'storage-denied': {
    title: 'Inkstone may not write here',
    why: 'The system refused access to {path}',
    todo: 'Change the folder’s permissions, or choose another storage folder.',
  },
  'storage-failed': {
    title: 'Reading or writing failed',
    why: 'The disk reported an error: {path}{reason}',
    todo: 'Check that the disk is connected and healthy, then try again.',
  },
  'not-a-folder': {
    title: 'There is a file where a folder is needed',
    why: '{path} is a file, or lies inside one.',
    todo: 'Name another folder, or move the file away.',
  },
  'home-missing': {
    title: 'There is no place for Inkstone’s data',
    why: 'The system tells no home folder: HOME is empty or no whole path.',
    todo: 'Set INKSTONE_HOME to a folder that you may write to.',
  },
  'file-torn': {
    title: 'A file is damaged',
    why: '{path} ends too early or holds something else than it should.',
    todo: 'Restore it from a copy, or delete it and let Inkstone make it anew.',
  },
  'file-newer': {
    title: 'This file comes from a newer Inkstone',
    why: '{path} was written in a form that this version does not know.',
    todo: 'Update Inkstone, then open it again.',
  },
  'engine-missing': {
    title: 'TensorFlow is not installed yet',
    why: 'Its library was not found: {folder}',
    todo: 'Start Inkstone once with a network so that it can fetch the library, or set INKSTONE_LIBTENSORFLOW to a copy you already have.',
  },
  'engine-broken': {
    title: 'TensorFlow does not start',
    why: 'Its library was found but could not be loaded: {folder}',
    todo: 'Delete that folder and start Inkstone again to fetch a fresh copy.',
  },
  'engine-download-failed': {
    title: 'The libraries could not be fetched',
    why: 'No package index gave all of them. {servers}',
    todo: 'Check the network and try again: what has arrived is kept. PIP_INDEX_URL names another index.',
  },
  'trainer-crashed': {
    title: 'The training process ended unexpectedly',
    why: 'The system or an error stopped it. Everything up to the last checkpoint is kept.',
    todo: 'Start the engine again and resume the run. If memory ran out, choose a smaller batch.',
  },
  'trainer-garbled': {
    title: 'The training process was ended: it sent something unreadable',
    why: 'What it told as {event} does not keep to what the studio and it have agreed on. Everything up to the last checkpoint is kept.',
    todo: 'Resume the run. If it happens again, report it with the details below.',
  },
  'trainer-start-timeout': {
    title: 'The training process did not start in time',
    why: 'It gave no sign of life. The computer may be very busy.',
    todo: 'Close what you do not need and start the engine again.',
  },
  'training-diverged': {
    title: 'Training ran away at step {step}',
    why: 'The loss was no longer a number. The run went back to its last good checkpoint, step {checkpointStep}.',
    todo: 'Train again with a learning rate ten times smaller, or with Adam.',
  },
  'op-missing': {
    title: 'This TensorFlow lacks an operation',
    why: 'The installed library does not have {op}, which this model or recipe needs.',
    todo: 'Use the library that Inkstone fetches by itself: unset INKSTONE_LIBTENSORFLOW and start again.',
  },
  'cuda-failed': {
    title: 'CUDA does not run here; the processor trains instead',
    why: 'TensorFlow for NVIDIA’s cards could not be started: {reason}',
    todo: 'Choose the processor, or see whether nvidia-smi works, and choose CUDA again to try once more.',
  },
  'cuda-no-driver': {
    title: 'NVIDIA’s driver is missing; the processor trains instead',
    why: 'The driver’s library, libcuda.so.1, was not found on this machine.',
    todo: 'Install NVIDIA’s driver, or inside a container pass the card through, then choose CUDA again.',
  },
  'cuda-old-driver': {
    title: 'NVIDIA’s driver is too old; the processor trains instead',
    why: 'It is older than 525.60, the oldest that runs CUDA 12.',
    todo: 'Update NVIDIA’s driver, restart the computer and choose CUDA again.',
  },
  'cuda-no-device': {
    title: 'No NVIDIA card was found; the processor trains instead',
    why: 'The driver is there, but TensorFlow sees no card that it can use.',
    todo: 'See whether nvidia-smi lists a card and CUDA_VISIBLE_DEVICES does not hide it, then choose CUDA again.',
  },
  'cuda-libraries': {
    title: 'CUDA’s libraries do not load; the processor trains instead',
    why: 'At least one of NVIDIA’s libraries is missing or cannot be opened here.',
    todo: 'Remove CUDA in Settings and install it again.',
  },
  'cuda-absent': {
    title: 'CUDA is chosen but not installed; the processor trains instead',
    why: 'TensorFlow for NVIDIA’s cards is not on this machine yet.',
    todo: 'Install it in Settings (or with: inkstone engine install cuda), or choose another engine.',
  },
  'cuda-unsupported': {
    title: 'There is no CUDA for this system; the processor trains instead',
    why: 'TensorFlow runs on NVIDIA’s cards on Linux with an x86-64 processor only.',
    todo: 'Choose another engine: WebGPU runs on any maker’s card.',
  },
  'webgpu-failed': {
    title: 'WebGPU does not run here; the processor trains instead',
    why: 'No graphics card could be driven: {reason}',
    todo: 'Update the graphics driver and choose WebGPU again, or choose another engine.',
  },
  'webgpu-no-adapter': {
    title: 'No graphics card was found; the processor trains instead',
    why: 'WebGPU sees no card with a driver for Vulkan, Direct3D 12 or Metal.',
    todo: 'Install the graphics card’s driver (on Linux also the package libvulkan1) and choose WebGPU again.',
  },
  'webgpu-unavailable': {
    title: 'WebGPU cannot be used here; the processor trains instead',
    why: 'The part of Inkstone that drives it does not run on this system: {reason}',
    todo: 'Choose another engine.',
  },
  'run-not-found': {
    title: 'This run is not here any more',
    why: 'Its folder was deleted or moved.',
    todo: 'Choose another run from the list.',
  },
  'run-not-resumable': {
    title: 'This run cannot be resumed',
    why: 'It is finished, or it has no checkpoint to go on from.',
    todo: 'Start a new run with the same recipe.',
  },
  'run-running': {
    title: 'This run is still going',
    why: 'A run cannot be changed like this while it trains.',
    todo: 'Stop it first.',
  },
  'run-not-running': {
    title: 'This run is not training at the moment',
    why: 'Only a run that is training can be paused or stopped.',
    todo: 'Look at its state; it may have ended in the meantime.',
  },
  'run-held-by-desktop': {
    title: 'The desktop program has this run',
    why: 'Another Inkstone on this computer is training it or has it in its queue: the desktop program, process {pid}.',
    todo: 'Stop the run there, or close that program, and try again.',
  },
  'run-held-by-web': {
    title: 'The web host has this run',
    why: 'Another Inkstone on this computer is training it or has it in its queue: the web host, process {pid}.',
    todo: 'Stop the run in its page, or end that process, and try again.',
  },
  'run-held-by-terminal': {
    title: 'A command in a terminal has this run',
    why: 'Another Inkstone on this computer is training it or has it in its queue: the command line, process {pid}.',
    todo: 'Press Ctrl+C in that terminal, or wait until the command has ended, and try again.',
  },
  'model-not-found': {
    title: 'This model is not here any more',
    why: 'The run that it belongs to was deleted or has not trained yet.',
    todo: 'Choose another model.',
  },
  'model-torn': {
    title: 'The model’s file is damaged',
    why: 'Its weights do not match what was written with them.',
    todo: 'Resume the run from a checkpoint, or train it again.',
  },
  'model-invalid': {
    title: 'The model does not fit together at {layer}',
    why: 'Layer {index}, {layer}: its input has a shape that it cannot take.',
    todo: 'Change that layer, or the one before it.',
  },
  'model-not-finite': {
    title: 'This model cannot read the picture',
    why: 'Its weights are so large that its numbers overflow on the way: its training ran away.',
    todo: 'Train it again with a smaller learning rate, or choose another model.',
  },
  'early-stopping-unvalidated': {
    title: 'Early stopping needs validation images',
    why: 'It ends a run when validation no longer improves; this recipe sets no images aside for validation.',
    todo: 'Choose a validation split, or switch early stopping off.',
  },
  'plateau-unvalidated': {
    title: 'This learning rate schedule needs validation images',
    why: 'It lowers the rate when the validation loss no longer falls; this recipe sets no images aside for validation.',
    todo: 'Choose a validation split, or another schedule.',
  },
  'checkpoint-torn': {
    title: 'A checkpoint is damaged',
    why: 'It was not written to its end, or was changed since.',
    todo: 'Resume again: the run goes on from the checkpoint before it.',
  },
  'dataset-not-found': {
    title: 'This data set is not here any more',
    why: 'It was removed from this computer, or no file or folder lies at: {id}',
    todo: 'Choose another data set, or import it again.',
  },
  'dataset-empty': {
    title: 'There are no images to train on',
    why: 'After the validation part was set aside, nothing was left.',
    todo: 'Choose more images or a smaller validation part.',
  },
  'data-sizes-differ': {
    title: 'These data sets have images of different sizes',
    why: 'One has {first} pixels, another {other}.',
    todo: 'Choose a size that all are brought to, or train on them one by one.',
  },
  'class-unknown': {
    title: 'There is no class “{name}” in this data',
    why: 'None of the chosen data sets has it, or it was renamed.',
    todo: 'Choose among the classes that the data has.',
  },
  'classes-too-few': {
    title: 'There is nothing to tell apart',
    why: 'The data has {count} class; a model needs two at least.',
    todo: 'Choose more classes, or a data set that has them.',
  },
  'classes-too-many': {
    title: 'These are too many classes',
    why: 'Together the data sets have {count} classes; {most} is the most that a model may have.',
    todo: 'Choose only some of them.',
  },
  'image-size': {
    title: 'The image does not have the model’s size',
    why: 'The model reads images of {height} × {width} pixels; {bytes} bytes are no such images.',
    todo: 'Choose the model again: it may have changed.',
  },
  'model-other-size': {
    title: 'The data’s images do not have the model’s size',
    why: 'The model reads {model}; the data’s images are {data}.',
    todo: 'Choose another model, or data of its size.',
  },
  'model-lacks-classes': {
    title: 'The model does not know all classes of this data',
    why: 'It was never taught: {names}',
    todo: 'Choose a model that was trained on these classes, or only the classes that it knows.',
  },
  'dataset-in-use': {
    title: 'A run needs this data set',
    why: 'The run “{run}” is training on it, or will when its turn comes.',
    todo: 'Stop that run, or wait until it has ended, and try again.',
  },
  'mnist-missing': {
    title: 'MNIST is not on this computer yet',
    why: 'No folder with its four files was found.',
    todo: 'Download it, or name a folder that holds it in Settings.',
  },
  'mnist-incomplete': {
    title: 'This folder does not hold MNIST',
    why: '{file} is not in {folder}.',
    todo: 'Name the folder with the four IDX files of MNIST, gzipped or not, or download them.',
  },
  'download-failed': {
    title: 'The download did not succeed',
    why: 'No source gave the whole file. {mirrors}',
    todo: 'Check the network and try again: what has arrived is kept. Or name a folder that holds the files.',
  },
  'download-checksum': {
    title: 'The download is not what it should be',
    why: 'The content of {file} does not have the known checksum, so it was not used.',
    todo: 'Try again later, or name a folder that holds the true files.',
  },
  'idx-bad-magic': {
    title: '{file} is not an IDX file of this kind',
    why: 'At byte {offset} it says {found} where {expected} belongs.',
    todo: 'Choose the file of images as images and the file of labels as labels.',
  },
  'idx-wrong-size': {
    title: '{file} has the wrong size',
    why: 'It has {actual} bytes; by its own header it should have {expected}.',
    todo: 'The file was cut short or changed. Get it again.',
  },
  'idx-count-mismatch': {
    title: 'Images and labels do not match',
    why: 'There are {images} images but {labels} labels.',
    todo: 'Choose two files that belong together.',
  },
  'gzip-torn': {
    title: '{file} is damaged',
    why: 'The compressed data ends too early or does not match its checksum.',
    todo: 'Get the file again.',
  },
  'file-empty': {
    title: '{file} is empty',
    why: 'The file has no content at all.',
    todo: 'Save or download it again.',
  },
  'file-too-large': {
    title: '{file} is too large',
    why: 'It has {megabytes} MB; up to {limit} MB are read.',
    todo: 'Make it smaller and try again.',
  },
  'file-is-page': {
    title: '{file} is a web page',
    why: 'Its content is HTML: perhaps a sign-in or error page that was saved in place of the file.',
    todo: 'Download the file itself again.',
  },
  'not-a-file': {
    title: 'This is not a file',
    why: 'A folder or a device lies there: {path}',
    todo: 'Name a file.',
  },
  'path-missing': {
    title: 'There is no such file or folder',
    why: 'Nothing is found at {path}',
    todo: 'Check the path for typing errors, and whether the disk is connected.',
  },
  'data-not-understood': {
    title: 'No data set is found in {path}',
    why: 'Inkstone reads IDX, .npz and .npy, CSV, parquet, folders of pictures, pen strokes (JSON, ndjson, UNIPEN), and zip archives of these.',
    todo: 'Choose the file or folder that holds both the images and their labels.',
  },
  'data-damaged': {
    title: '{file} is damaged',
    why: 'Its content is not what the file says it is.',
    todo: 'Get the file again.',
  },
  'data-empty': {
    title: '{file} holds no images',
    why: 'Its files can be read, but there are no images in them.',
    todo: 'Check whether the right files were chosen, or get them again.',
  },
  'data-too-large': {
    title: '{file} is too large',
    why: 'A file of this kind is read up to {limit} MB.',
    todo: 'Divide it into smaller files.',
  },
  'data-too-many': {
    title: '{file} holds too many images',
    why: 'A data set may have up to {most} images.',
    todo: 'Take a part of it.',
  },
  'data-disk-space': {
    title: 'There is not enough room on the disk',
    why: 'The import needs {needed} MB in {folder}, but only {free} MB are free.',
    todo: 'Free some space, for instance by removing data sets or runs that you no longer need.',
  },
  'too-many-files': {
    title: 'There are too many files',
    why: '{path} holds more than {most} files.',
    todo: 'Choose the folder of the data set itself.',
  },
  'archive-damaged': {
    title: '{file} is damaged',
    why: 'The archive ends too early, or its content does not match its checksum.',
    todo: 'Get the archive again, or unpack it and choose the folder.',
  },
  'archive-too-large': {
    title: '{file} is too large',
    why: 'Archives of up to {files} files and {gigabytes} GB are read.',
    todo: 'Unpack it and choose the part that you need.',
  },
  'record-invalid': {
    title: '{file} holds an entry that cannot be read',
    why: 'Entry {record} is incomplete or has a value that is not allowed there.',
    todo: 'Correct or remove that entry and import again.',
  },
  'label-invalid': {
    title: '{file} holds a label that stands for no class',
    why: 'Label {index} is {label}. Labels are whole numbers or names.',
    todo: 'Correct or remove that entry and import again.',
  },
  'labels-missing': {
    title: 'The labels are missing',
    why: '{file} holds images, but nothing says what they show.',
    todo: 'Put the file of labels beside it and choose the folder that holds both.',
  },
  'images-missing': {
    title: 'The images are missing',
    why: '{file} holds labels, but no images belong to it.',
    todo: 'Put the file of images beside it and choose the folder that holds both.',
  },
  'labels-disagree': {
    title: 'Two tables say different things of {file}',
    why: 'One says {first}, the other {other}.',
    todo: 'Keep the right table and remove the other one.',
  },
  'picture-classes-missing': {
    title: 'Nothing says what the pictures show',
    why: '{count} pictures were found, but no two classes of them.',
    todo: "Put the pictures of each class into a folder with its name, or begin the files' names with it: 7_0001.png.",
  },
  'several-data-sets': {
    title: 'There are several data sets here',
    why: 'Found: {choices}',
    todo: 'Choose one; on the command line with --choose NAME.',
  },
  'choice-unknown': {
    title: 'There is no data set {choice} here',
    why: 'Found: {choices}',
    todo: 'Choose one of these.',
  },
  'inspection-gone': {
    title: 'This import has to be started again',
    why: 'What was read for it is not kept any more.',
    todo: 'Choose the file or folder again.',
  },
  'class-names-invalid': {
    title: 'These class names do not fit',
    why: '{expected} different names are needed; {given} were given.',
    todo: 'Give each class a name of its own, of 1 to 40 characters.',
  },
  'test-images-missing': {
    title: '{name} has no test images',
    why: 'It is so small that none were set aside, or its files hold training images alone.',
    todo: 'Evaluate on another data set, or import this one again with a larger test share.',
  },
  'upload-too-large': {
    title: 'This is too much to bring in through the window',
    why: 'Up to {limit} GB are taken.',
    todo: 'Use the command line: inkstone data import PATH.',
  },
  'unsafe-path': {
    title: 'A file has a name that cannot be used',
    why: 'It leads out of its folder: {path}',
    todo: 'Rename the file and try again.',
  },
  'image-unreadable': {
    title: '{file} is not a picture',
    why: 'Its content is none of the kinds that are read: PNG, JPEG, WebP, GIF, BMP, TIFF.',
    todo: 'Choose a picture, or save it as one of these kinds.',
  },
  'image-other-kind': {
    title: '{file} is a picture of a kind that is not read',
    why: 'It is {kind}. PNG, JPEG, WebP, GIF, BMP and TIFF are read.',
    todo: 'Save it as PNG or JPEG and try again.',
  },
  'image-truncated': {
    title: '{file} ends too early',
    why: 'A part of the picture is missing.',
    todo: 'Copy or download it again.',
  },
  'image-damaged': {
    title: '{file} is damaged',
    why: 'Its content does not match its own checksums or rules, so the pixels cannot be trusted.',
    todo: 'Copy or download it again.',
  },
  'image-too-large': {
    title: '{file} has too many pixels',
    why: 'By its header it is {width} × {height} pixels; up to {limit} million pixels are read.',
    todo: 'Make the picture smaller, or cut out the part that matters.',
  },
  'no-ink': {
    title: 'There is no ink in {file}',
    why: 'No stroke stands out from the paper.',
    todo: 'Choose a picture with something written on it, or one with more contrast.',
  },
  'reader-crashed': {
    title: 'The file could not be read',
    why: 'The process that reads files ended while it read this one. Nothing else is affected.',
    todo: 'The file may be damaged. Save it anew, or choose another one.',
  },
  'reader-timeout': {
    title: 'Reading the file took too long',
    why: 'After {seconds} seconds it was given up.',
    todo: 'Make the file smaller, or choose another one.',
  },
  'drawing-invalid': {
    title: 'This drawing cannot be read',
    why: 'It has no strokes, or a point is not a number (stroke {stroke}, point {point}).',
    todo: 'Clear the pad and draw again.',
  },
  'strokes-unreadable': {
    title: '{file} is not a file of strokes',
    why: 'Line {line} is not valid JSON.',
    todo: 'Give drawings as JSON: [[[[x, y], …], …], …], or one drawing a line (ndjson).',
  },
  'strokes-none': {
    title: 'There are no drawings in {file}',
    why: 'The list of drawings is empty.',
    todo: 'Choose another file.',
  },
  'strokes-other': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing} is not a list of strokes.',
    todo: 'Give each drawing as [[[x, y], …], …] or as an object with “strokes”.',
  },
  'stroke-other': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing}, stroke {stroke} is not a list of points.',
    todo: 'Give each stroke as [[x, y], …].',
  },
  'point-other': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing}, stroke {stroke}, point {point} is not two numbers: {found} stands there.',
    todo: 'Correct that point, or leave it out.',
  },
  'point-too-large': {
    title: '{file} cannot be read',
    why: 'Drawing {drawing}, stroke {stroke}, point {point} is too far from the others: the numbers are too large.',
    todo: 'Correct that point, or leave it out.',
  },
  'idx-is-labels': {
    title: '{file} is a file of labels',
    why: 'It holds the names of images, not the images themselves.',
    todo: 'Choose the file of images that belongs to it.',
  },
  'port-unavailable': {
    title: 'Port {port} cannot be used',
    why: 'Another program has it, or it is reserved.',
    todo: 'Choose another port, or none: a free one is found then.',
  },
  'dialog-unavailable': {
    title: 'No file dialog can be opened here',
    why: 'Inkstone is running in a browser, which keeps folders to itself.',
    todo: 'Drop the file into the window, or set INKSTONE_MNIST_DIR before starting.',
  },
  'handle-unknown': {
    title: 'This choice has expired',
    why: 'A chosen file or folder is remembered only until the window reconnects.',
    todo: 'Choose it again.',
  },
  'save-denied': {
    title: '“{name}” was not saved',
    why: 'The system lets Inkstone write no file there.',
    todo: 'Save it in another folder.',
  },
  'save-failed': {
    title: '“{name}” was not saved',
    why: 'The disk reported an error: {reason}',
    todo: 'Save it under another name or in another folder.',
  },
} as const satisfies Record<ErrorCode, ErrorWords>;
