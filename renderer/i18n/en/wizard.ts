/** The steps of the Train screen: the rail, the review before a start, the user's own recipes. */
export const wizard = {
  open: 'Step by step',
  onePage: 'All on one page',
  rail: 'Steps',
  step: 'Step {n} of {all}',
  back: 'Back',
  next: 'Next: {step}',
  steps: { data: 'Data', model: 'Model', recipe: 'Recipe', review: 'Review', run: 'Run' },
  leads: {
    data: 'What is read, how it is changed before the training, and what is set aside for validation.',
    model: 'Which network learns, from new weights or from a trained model’s.',
    recipe: 'How it is trained. A recipe can be kept under a name and used for any model.',
    review: 'What a start will do, and what may go wrong.',
  },
  states: { complete: 'complete', faulty: 'to be mended', attention: 'worth a look' },
  summaries: {
    data: '{data} · {n} + {v} for validation',
    lines: '{data} · {n} lines + {v} for validation',
    model: '{model} · {parameters}',
    recipe: '{optimizer} {rate} · {epochs}',
    warnings: '{n} thing to look at | {n} things to look at',
    clear: 'nothing to warn of',
    waiting: 'once the steps before are complete',
    run: 'begins with Start',
  },
  review: {
    title: 'What will happen',
    warnings: 'What to look at',
    clear: 'Nothing speaks against a start.',
    later: 'It begins not before {time}; until then it waits in the queue.',
    waiting: 'The plan is known once data, model and recipe are complete.',
    searched: 'Trials differ in {options}. What follows is said of the form as it stands.',
    searchedValue: '{values} (searched)',
    fresh: '{model} with {parameters} begins with new weights, drawn by seed {seed}.',
    tuned: '{model} is trained further: {trained} of its {all} parameters change, the others stay as they are.',
    data: 'Each epoch sees {n} image of {data}. | Each epoch sees {n} images of {data}.',
    replay: '{n} of them are replayed from {data}, against forgetting.',
    course: 'It takes {epochs} of {steps} steps with {batch} images each: {total} steps in all.',
    rate: '{optimizer} moves the weights with a learning rate of {rate}.',
    changes: 'In every epoch each image is changed in another way: {changes}.',
    unchanged: 'The images are not changed on the way.',
    validation: {
      stratified:
        '{n} other image is set aside: the same share of each class, selected by the seed. | {n} other images are set aside: the same share of each class, selected by the seed.',
      tail: 'The last {n} image of the file is set aside. | The last {n} images of the file are set aside.',
      fold: 'Each of {folds} folds is held out once, in a run of its own.',
      oneFold: 'One of {folds} folds, {n} image, is set aside. | One of {folds} folds, {n} images, is set aside.',
      none: 'No image is set aside: nothing tells which epoch was the best, and the weights of the last one are kept.',
    },
    best: 'After each epoch they are read. The weights with the highest accuracy there, or with the lower loss of two as good, are kept as “best”; those of the last epoch as “last”.',
    early:
      'Early stopping ends it after {n} epoch without a better one. | Early stopping ends it after {n} epochs without a better one.',
    ema: 'What is validated, tested and kept is a moving average of the weights.',
    test: 'Test images are read only in the end, and choose nothing.',
    seeds: 'This is done {n} times, each with another seed.',
    /** Of a run on lines. */
    lines: {
      data: 'Each epoch sees {n} line, composed anew of signs of {data}. | Each epoch sees {n} lines, composed anew of signs of {data}.',
      replay: 'About {n} more are composed of signs of {data}, against forgetting.',
      course: 'It takes {epochs} of {steps} steps with {batch} lines each: {total} steps in all.',
      changed: 'The lines themselves are changed in another way in every epoch: {changes}.',
      unchanged: 'Spacing, slant, pen and paper are drawn anew for each line.',
      validation:
        '{n} line for validation is composed of signs that are set aside. | {n} lines for validation are composed of signs that are set aside.',
      none: 'No sign is set aside: nothing tells which epoch was the best, and the weights of the last one are kept.',
      test: 'Lines composed of test images are read only in the end, and choose nothing.',
    },
    disk: 'Disk',
  },
  warnings: {
    'rate-diverged-in-test':
      'The learning rate {rate} is too high: in the range test the loss grew again beyond {end}.',
    'rate-explodes':
      'The learning rate {rate} is likely too high. With this optimizer and model, training commonly diverges above {most}.',
    'fine-tune-rate-high':
      'The learning rate {rate} is high for a fine-tune: above {most} the trained weights are commonly lost.',
    'batch-larger-than-data':
      'A batch of {batchSize} is larger than the {n} training images: each epoch would be a single step.',
    'few-steps': 'Only {n} steps in all: below {fewest} hardly anything is learnt.',
    'transformer-epochs':
      'A transformer with new weights needs time: {n} epoch is too little, {usual} are usual. | A transformer with new weights needs time: {n} epochs are too few, {usual} are usual.',
    'warm-up-too-long': 'The warm-up lasts as long as the training: the chosen learning rate is never reached.',
    'patience-too-long': 'Early stopping cannot act: its patience is as long as the training.',
    'validation-missing-for-choice':
      'Early stopping and “Reduce on plateau” need validation images, and there are none.',
    'no-validation':
      'Without validation images no best epoch can be chosen, and this run cannot be compared with others on data that it did not see.',
    'validation-too-small':
      'Accuracy on {n} validation image is known to ± {half} at best: models that differ by less cannot be told apart. | Accuracy on {n} validation images is known to ± {half} at best: models that differ by less cannot be told apart.',
    'class-few':
      'There are fewer than {few} training images of {n} class: {names}. | There are fewer than {few} training images of {n} classes: {names}.',
    imbalance: 'The most frequent class has {times} times as many images as the rarest, which would hardly count.',
    'rotation-confuses': 'Rotated by up to {rotation}°, some signs become others: {names}.',
    'shift-off-image': 'A shift of {shift} of {side} pixels pushes ink out of the image.',
    'erase-too-large': 'An erased square of {erase} of {side} pixels may take the whole sign away.',
    'memory-too-small': 'It needs at least {needed} of memory; {free} are free.',
    'memory-close': 'It may take {needed} of memory; {free} are free.',
    'disk-too-small': 'It may take {needed} of the disk; {free} are free.',
  },
  lineWarnings: {
    'batch-larger-than-data':
      'A batch of {batchSize} is larger than the {n} training lines: each epoch would be a single step.',
    'validation-missing-for-choice':
      'Early stopping and “Reduce on plateau” need validation lines, and no signs are set aside to compose them of.',
    'no-validation':
      'Without validation lines no best epoch can be chosen, and this run cannot be compared with others on signs that it did not see.',
    'validation-too-small':
      'Accuracy on {n} validation line is known to ± {half} at best: models that differ by less cannot be told apart. | Accuracy on {n} validation lines is known to ± {half} at best: models that differ by less cannot be told apart.',
  },
  mends: {
    learningRate: 'Set the learning rate to {value}',
    batchSize: 'Set the batch size to {value}',
    epochs: 'Train for {value} epochs',
    warmUpEpochs: 'Warm up for {value} epochs',
    patience: 'Set the patience to {value}',
    stratified: 'Set {value}% aside for validation',
    fold: 'Use cross-validation',
    balanced: 'Switch class balance on',
    limit: 'Use all images',
    change: '{change}: {value}',
  },
  recipes: {
    label: 'My recipes',
    none: 'none saved yet',
    save: 'Save this recipe…',
    saveTitle: 'Save the recipe',
    saveLead: 'Keeps how it is trained, for any model and any data.',
    import: 'Import…',
    more: 'More actions for the recipe “{name}”',
    replace: 'Overwrite with this one',
    rename: 'Rename…',
    renameTitle: 'Rename the recipe',
    export: 'Export',
    remove: 'Remove',
    name: 'Name',
    nameMissing: 'Give it a name',
    nameTaken: 'One of your recipes has this name already',
    saved: 'The recipe “{name}” was saved',
    taken: 'The recipe “{name}” was taken',
    imported: 'The recipe “{name}” was imported',
    removed: 'The recipe “{name}” was removed',
    restored: 'The recipe “{name}” is back',
    replaced: 'The recipe “{name}” was overwritten',
  },
} as const;
