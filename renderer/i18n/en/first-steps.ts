export const firstSteps = {
  title: 'First steps',
  over: 'That was the whole way',
  close: 'Not now',
  finish: 'Close',
  done: 'done',
  draw: {
    title: 'Write a character',
    words: 'On the pad above, by mouse, pen or finger. A model that comes with the studio reads it.',
    done: 'It was read by the starter model, which comes with the studio.',
  },
  data: {
    title: 'Choose data',
    words:
      'MNIST has 70,000 digits by some five hundred people. It is fetched once ({size}), or read from files that you have.',
    mnist: 'MNIST, which is here',
    download: 'Download MNIST',
    file: 'From a file…',
    synthetic: 'Without: synthetic digits',
    other: 'Other data',
  },
  train: {
    title: 'Train a model',
    words: 'The preset Quick: a small network, in a process of its own. You may go on drawing.',
    start: 'Train',
    again: 'Train again',
    stop: 'Stop',
    watch: 'View the run',
  },
  look: {
    title: 'Look again',
    words: 'Let your own model read what you draw, and compare it with the starter.',
    reads: 'Your own model reads the pad now. Draw again.',
    own: 'Read with my model',
    starter: 'Back to the starter',
  },
  next: {
    lead: 'What people do next:',
    evaluate: 'See where it errs',
    hand: 'Teach it your hand',
    train: 'Change the network',
  },
  place: 'Everything stays on this machine, in',
} as const;
