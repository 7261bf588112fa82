import { onScopeDispose } from 'vue';

/**
 * A function that has `act` done once the next picture is on screen, so that what nobody sees does not make an input's answer late. Asked
 * for again before that, it is done once. Call it in setup: what waits when the component goes is left undone.
 */
export function useAfterPicture(act: () => void): () => void {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  onScopeDispose(cancel);
  return () => {
    cancel();
    // The next task comes after the frame's style, layout and paint.
    frame = requestAnimationFrame(() => (timer = setTimeout(act)));
  };
}
