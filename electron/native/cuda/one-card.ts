type Env = Record<string, string | undefined>;

/**
 * Prepares the environment of a process that is about to load TensorFlow for NVIDIA's cards; returns the card's place
 * in the order of the PCI bus, or null when the user names it in another way (by UUID) or hides all.
 *
 * Only one card, since TensorFlow would take memory on all of them, and tfjs would use the last one while a graph uses
 * the first. Memory is taken as needed and not all at once, since the screen may be drawn by the same card. And cuDNN
 * uses only deterministic algorithms.
 */
export function useOneCard(env: Env = process.env): number | null {
  env['CUDA_DEVICE_ORDER'] ??= 'PCI_BUS_ID';
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  env['TF_CUDNN_DETERMINISTIC'] ??= '1';
  const card = (env['CUDA_VISIBLE_DEVICES'] ?? '0').split(',')[0]!.trim();
  env['CUDA_VISIBLE_DEVICES'] = card;
  return env['CUDA_DEVICE_ORDER'] === 'PCI_BUS_ID' && /^\d+$/.test(card) ? Number(card) : null;
}
