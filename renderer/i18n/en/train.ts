export const train = {
  title: 'Train',
} as const;
