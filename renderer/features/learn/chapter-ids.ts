/** The chapters by the ids that addresses, progress and lessons name them by, in the order in which they are read. */
export const CHAPTER_IDS = [
  'data',
  'convolution',
  'pooling',
  'activation',
  'dense',
  'softmax',
  'backpropagation',
  'optimizers',
  'schedules',
  'overfitting',
  'recurrent',
  'attention',
  'fine-tuning',
  'evaluation',
] as const;
export type ChapterId = (typeof CHAPTER_IDS)[number];
