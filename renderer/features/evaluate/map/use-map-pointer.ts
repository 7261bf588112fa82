import { ref, shallowRef, type Ref } from 'vue';
import { isInside, type MapPoint, nearestTo } from './map-points.ts';
import { fromCanvas, type MapView, moved, type Spot, zoomed } from './map-view.ts';

/** From so many pixels on a press is a line that is drawn, not a click. */
const SLIP = 4;
/** How near the pointer takes hold of a point, pixels. */
const REACH = 12;
/** How much one notch of a wheel magnifies. */
const NOTCH = 1.2;

export interface MapPointerOptions {
  readonly view: Ref<MapView>;
  /** Of the canvas, CSS pixels. */
  readonly side: () => number;
  /** Those that can be chosen. */
  readonly points: () => readonly MapPoint[];
  readonly onOpen: (point: MapPoint) => void;
  readonly onSelect: (points: readonly MapPoint[]) => void;
}

/** The pointer on a map: it hovers, clicks on a point, draws a line around some; with Shift or the wheel's button it moves the map. */
export function useMapPointer({ view, side, points, onOpen, onSelect }: MapPointerOptions) {
  const hovered = shallowRef<MapPoint | null>(null);
  const lasso = shallowRef<readonly Spot[]>([]);
  const pressed = ref<{ readonly x: number; readonly y: number; readonly moves: boolean } | null>(null);

  const spotOf = ({ offsetX, offsetY }: MouseEvent): Spot => fromCanvas(view.value, side(), { x: offsetX, y: offsetY });
  const pointAt = (event: MouseEvent): MapPoint | null => {
    const [here, aside] = [
      spotOf(event),
      fromCanvas(view.value, side(), { x: event.offsetX + REACH, y: event.offsetY }),
    ];
    return nearestTo(points(), here, aside.x - here.x);
  };

  function onDown(event: PointerEvent): void {
    if (event.button > 1) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    pressed.value = { x: event.offsetX, y: event.offsetY, moves: event.shiftKey || event.button === 1 };
  }
  function onMove(event: PointerEvent): void {
    const start = pressed.value;
    if (start === null) return void (hovered.value = pointAt(event));
    hovered.value = null;
    if (start.moves) {
      const [before, now] = [fromCanvas(view.value, side(), start), spotOf(event)];
      view.value = moved(view.value, { x: before.x - now.x, y: before.y - now.y });
      pressed.value = { ...start, x: event.offsetX, y: event.offsetY };
    } else if (lasso.value.length > 0) lasso.value = [...lasso.value, spotOf(event)];
    else if (Math.hypot(event.offsetX - start.x, event.offsetY - start.y) > SLIP) {
      lasso.value = [fromCanvas(view.value, side(), start), spotOf(event)];
    }
  }
  function onUp(event: PointerEvent): void {
    const [start, line] = [pressed.value, lasso.value];
    leaveOff();
    if (start === null || start.moves) return;
    if (line.length === 0) {
      const point = pointAt(event);
      if (point) onOpen(point);
      return;
    }
    const inside = points().filter((point) => isInside(line, point));
    if (inside.length > 0) onSelect(inside);
  }
  /** Gives up the line that is being drawn; false where there was none. */
  function leaveOff(): boolean {
    const drawn = lasso.value.length > 0;
    [pressed.value, lasso.value] = [null, []];
    return drawn;
  }
  /** Only where it cannot be meant for the page: with Ctrl (a pinch comes so, too), or on a map that has the focus. */
  function onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && event.currentTarget !== document.activeElement) return;
    event.preventDefault();
    view.value = zoomed(view.value, event.deltaY < 0 ? NOTCH : 1 / NOTCH, spotOf(event));
  }
  const onLeave = (): void => void (hovered.value = null);
  return { hovered, lasso, onDown, onMove, onUp, onWheel, onLeave, leaveOff };
}
