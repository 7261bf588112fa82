export const paper = {
  title: 'On paper',
  open: 'Print',
  note: 'This is how it comes on paper: light, without what can only be moved on the screen',
  answers: 'Answers on the last page',
  answersTitle: 'Answers',
  print: 'Print …',
  waits: 'The figures are being computed …',
  name: 'Name:',
  looksAt: 'What the figures below show: this image, as {model} takes it.',
} as const;
