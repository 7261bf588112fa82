/** How many images a run of epochs of `images` has trained on after `steps` optimizer steps: an epoch's last batch is smaller. */
export function imagesSeen(steps: number, images: number, batchSize: number): number {
  const perEpoch = Math.ceil(images / batchSize);
  const epochs = Math.floor(steps / perEpoch);
  return epochs * images + (steps - epochs * perEpoch) * batchSize;
}
