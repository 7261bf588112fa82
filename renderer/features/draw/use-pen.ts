import type { Point } from '../../../shared/ink/types.ts';
import { stampTime } from '../../stores/pen-times.ts';
import type { Sketch } from '../../stores/sketch.ts';

export type Tool = 'pen' | 'eraser';

/** PointerEvent.buttons while a pen is held upside down. */
const ERASER_END = 32;

/**
 * Brings a pointer's way into a sketch: mouse, pen (pressure plays no part, MNIST's pens had one width) and finger.
 * One pointer draws at a time; the palm that comes down beside it is ignored.
 */
export function usePen(sketch: Sketch, tool: () => Tool, eraserRadius: () => number) {
  let drawing: number | null = null;
  let erasing = false;

  function down(event: PointerEvent): void {
    if (drawing !== null || (event.pointerType === 'mouse' && event.button !== 0)) return;
    event.preventDefault();
    drawing = event.pointerId;
    erasing = tool() === 'eraser' || (event.buttons & ERASER_END) !== 0;
    const pad = event.currentTarget as HTMLElement;
    pad.setPointerCapture(event.pointerId);
    const at = place(event, pad, sketch.width);
    if (erasing) sketch.eraseAt(at, eraserRadius());
    else sketch.begin(at);
  }

  function move(event: PointerEvent): void {
    if (event.pointerId !== drawing) return;
    const pad = event.currentTarget as HTMLElement;
    // A pen reports more often than the screen is drawn: take every point it made.
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const points = (coalesced.length > 0 ? coalesced : [event]).map((each) => place(each, pad, sketch.width));
    if (erasing) for (const point of points) sketch.eraseAt(point, eraserRadius());
    else sketch.extend(points);
  }

  function up(event: PointerEvent): void {
    if (event.pointerId !== drawing) return;
    drawing = null;
    sketch.end();
  }

  function cancel(event: PointerEvent): void {
    if (event.pointerId !== drawing) return;
    drawing = null;
    sketch.cancel();
  }

  return { down, move, up, cancel };
}

function place(event: PointerEvent, pad: HTMLElement, width: number): Point {
  const box = pad.getBoundingClientRect();
  const point = [(width * (event.clientX - box.left)) / box.width, (event.clientY - box.top) / box.height] as const;
  return stampTime(point, event.timeStamp);
}
