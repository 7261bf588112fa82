export const home = {
  heading: 'Write a character',
  lead: 'The model recognises it as you write. Everything happens on this machine.',
  trainOwn: 'Train your own',
  openDraw: 'Larger pad and every step',
  resume: {
    title: '“{name}” was interrupted',
    fromCheckpoint:
      'The training process ended at step {step} of {total}. Resuming continues from the checkpoint at step {checkpoint}: nothing before it is lost, and the result is the same as without the interruption.',
    fromStart:
      'The training process ended at step {step} of {total}, before its first checkpoint. Resuming starts over with the same seed.',
    action: 'Resume',
    look: 'View the run',
  },
  now: 'Training now',
  waiting: '{n} run is waiting | {n} runs are waiting',
  recent: 'Recent runs',
  tested: 'test {accuracy}',
  validated: 'validation {accuracy}',
  allRuns: 'All runs',
  noRuns: 'No runs yet',
  noRunsHint: 'Train the classic network in a minute or two, then draw with it.',
} as const;
