import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** TensorFlow, the cards and the training process. */
export const errors = {
  'busy-with-run': {
    title: 'The engine is busy with a run',
    why: 'The run “{run}” has it until it ends, also while it is prepared or paused.',
    todo: 'Wait for the run to end, or stop it: it can be resumed later.',
  },
  'busy-with-probe': {
    title: 'The training speed is being measured',
    why: 'Two measurements at the same time would slow each other down.',
    todo: 'Try again in a few seconds.',
  },
  'busy-with-rate-test': {
    title: 'The engine is busy with a learning-rate test',
    why: 'Two measurements at the same time would slow each other down.',
    todo: 'Wait for the test to end, or cancel it.',
  },
  'busy-with-suspects': {
    title: 'The engine is busy checking labels',
    why: 'It is training models that check each other’s labels.',
    todo: 'Wait for the check to end, or cancel it.',
  },
  'busy-with-update': {
    title: 'Inkstone is being updated',
    why: 'A new version was handed to the system, which is replacing the program’s files.',
    todo: 'Start Inkstone anew when that is done; or go on without the update in the settings.',
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
    todo: 'Try again: the engine starts anew by itself, and a run that was interrupted can be resumed. If memory ran out, choose a smaller batch.',
  },
  'model-too-large-for-memory': {
    title: 'This computer has too little memory for the training',
    why: 'It would take at least {needed} GB; {free} GB are free.',
    todo: 'Choose a smaller batch, smaller images, or fewer filters or units; or close other programs.',
  },
  'trainer-garbled': {
    title: 'The training process was ended: it sent something unreadable',
    why: 'Its message “{event}” does not follow the agreed format. Everything up to the last checkpoint is kept.',
    todo: 'Resume the run. If it happens again, report it with the details below.',
  },
  'trainer-start-timeout': {
    title: 'The training process did not start in time',
    why: 'It gave no sign of life. The computer may be very busy.',
    todo: 'Close what you do not need and start the engine again.',
  },
  'training-diverged': {
    title: 'Training diverged at step {step}',
    why: 'The loss was no longer finite. The run went back to its last good checkpoint, step {checkpointStep}.',
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
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
