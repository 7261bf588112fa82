/** Of a column, CSS pixels. */
export const [LEAST_WIDTH, MOST_WIDTH] = [40, 800];
/** What one press of a key changes. */
const STEP = 16;

export const withinWidths = (width: number): number => Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));

/** The width that a key gives a column that is `width` wide, or null when the key changes none: Shift with an arrow to a side. */
export function widthByKey({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent, width: number): number | null {
  if (!shiftKey || ctrlKey || metaKey || altKey) return null;
  if (key === 'ArrowRight') return withinWidths(width + STEP);
  return key === 'ArrowLeft' ? withinWidths(width - STEP) : null;
}

/** Follows a pointer that drags a column's edge: the cell shows the width meanwhile, `end` gets the one that it is let go at. */
export function dragWidth(event: PointerEvent, cell: HTMLElement, end: (width: number) => void): void {
  const edge = event.currentTarget as HTMLElement;
  const [from, before] = [event.clientX, cell.offsetWidth];
  const at = (moved: PointerEvent): number => withinWidths(before + moved.clientX - from);
  const show = (moved: PointerEvent): void => void (cell.style.width = `${at(moved)}px`);
  const release = (moved: PointerEvent): void => {
    edge.removeEventListener('pointermove', show);
    cell.style.width = '';
    if (at(moved) !== before) end(at(moved));
  };
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener('pointermove', show);
  edge.addEventListener('lostpointercapture', release, { once: true });
}
