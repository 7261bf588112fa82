import type { ErrorCode } from '../../../contract/errors.ts';
import type { ErrorWords } from '../words.ts';

/** Runs, their models and checkpoints. */
export const errors = {
  'run-not-found': {
    title: 'This run can no longer be found',
    why: 'Its folder was deleted or moved.',
    todo: 'Choose another run from the list.',
  },
  'run-not-resumable': {
    title: 'This run cannot be resumed',
    why: 'It is finished, or it has no checkpoint to go on from.',
    todo: 'Start a new run with the same recipe.',
  },
  'run-not-extendable': {
    title: 'This run cannot be given more epochs',
    why: 'Only a finished run that still has its last checkpoint can, and none of a transfer experiment, whose runs are compared at the same length.',
    todo: 'Train a clone of it with more epochs, or fine-tune its model.',
  },
  'run-not-queued': {
    title: 'This run does not wait in the queue here',
    why: 'It has begun or left the queue in the meantime, or another Inkstone has it.',
    todo: 'Look at its state.',
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
  'run-file-other': {
    title: '{file} is no run of Inkstone',
    why: 'A run that was exported as a file is a zip with {manifest} in it; this is something else.',
    todo: 'Choose a file that was made by “Export as one file”, or by `runs export` with the format run.',
  },
  'run-file-damaged': {
    title: '{file} is damaged',
    why: '{inside} in it is missing, ends too early, or is not what was written.',
    todo: 'Export the run again where it was trained, and bring in the new file. Nothing was changed here.',
  },
  'run-file-too-large': {
    title: 'This run is too large for one file',
    why: 'It comes to {megabytes} MB; at most {limit} MB are taken here.',
    todo: 'Leave the checkpoints out, use `runs export` in a terminal, or copy the run’s folder.',
  },
  'model-not-found': {
    title: 'This model can no longer be found',
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
    why: 'Its weights are so large that its numbers overflow on the way: its training diverged.',
    todo: 'Train it again with a smaller learning rate, or choose another model.',
  },
  'layer-unknown': {
    title: 'The model has no layer {name}',
    why: 'What is to be frozen, or to have a rate of its own, is named by the model’s layers: {names}.',
    todo: 'Name layers of this model, or freeze the features.',
  },
  'layer-absent': {
    title: 'The model has no such layer',
    why: 'No layer stands at place {path}: the model was replaced meanwhile.',
    todo: 'Open the page again.',
  },
  'layer-too-large': {
    title: 'The layer {name} is too large to be shown number by number',
    why: 'Its input, its output or its weights are more than {most} numbers.',
    todo: 'Choose a smaller model.',
  },
  'weight-absent': {
    title: 'The model has no such weight',
    why: 'There is no weight number {index} in {path}: the model was replaced meanwhile.',
    todo: 'Open the page again.',
  },
  'head-fixed': {
    title: 'This model’s last layer cannot be replaced',
    why: 'Its classes come from {layer}, which is neither a Dense nor a Conv2D layer with nothing trained after it.',
    todo: 'Keep the head and use the model’s own classes, or choose another model.',
  },
  'replay-empty': {
    title: 'There is nothing to replay in {data}',
    why: 'None of its training images is of a class that this run learns: {names}.',
    todo: 'Choose other data to replay, or none.',
  },
  'replay-other-framing': {
    title: 'The ink in {data} is framed differently',
    why: 'Of the images that the run learns and those that it would replay, some have their ink centred, as in MNIST; the others keep it where it was written.',
    todo: 'Choose other data to replay, or none. Or change the run’s own data: bring all images to one size with their ink framed as in {data}.',
  },
  'parent-not-trained': {
    title: 'The model that this run goes on from is not trained',
    why: 'It waits for the run {name}, which has not been finished or was deleted.',
    todo: 'Resume that run first, then this one; or start the experiment again.',
  },
  'base-failed': {
    title: 'The experiment’s first run failed',
    why: 'All others of the experiment wait for what {name} learns, so none of them was begun.',
    todo: 'Open that run to see why it failed. When that is mended, resume the experiment.',
  },
  'nothing-to-transfer': {
    title: 'This model has nothing to transfer',
    why: 'Only its last layer has weights, and new classes need a new last layer: nothing would be left of what was learned.',
    todo: 'Choose a model with layers before the last one, such as the Tutorial CNN.',
  },
  'early-stopping-unvalidated': {
    title: 'Early stopping needs validation images',
    why: 'It stops a run when validation no longer improves; this recipe sets no images aside for validation.',
    todo: 'Choose a validation split, or switch early stopping off.',
  },
  'plateau-unvalidated': {
    title: 'This learning rate schedule needs validation images',
    why: 'It reduces the rate when the validation loss no longer falls; this recipe sets no images aside for validation.',
    todo: 'Choose a validation split, or another schedule.',
  },
  'augmentation-too-large': {
    title: 'The augmentation is too strong for these images',
    why: '{change} is {pixels} pixels; images of {height} × {width} pixels take at most {most}.',
    todo: 'Choose a smaller number.',
  },
  'checkpoint-torn': {
    title: 'A checkpoint is damaged',
    why: 'It was not written to its end, or was changed since.',
    todo: 'Resume again: the run goes on from the checkpoint before it.',
  },
} as const satisfies Partial<Record<ErrorCode, ErrorWords>>;
