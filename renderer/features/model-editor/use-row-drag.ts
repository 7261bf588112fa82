import { onScopeDispose, ref, shallowRef, type Ref } from 'vue';
import { isInside, samePath, type LayerPath } from '../../../shared/model/edit/layer-path.ts';
import { moveLayers } from '../../../shared/model/edit/operations.ts';
import { useModelEditor } from '../../stores/model-editor.ts';
import type { EditorRow } from './editor-rows.ts';

/** How far a pointer moves before it drags, pixels. */
const THRESHOLD = 5;
/** So near to an edge the list scrolls by itself, pixels. */
const EDGE = 36;
/** What is inside a block stands in by so much, pixels. */
export const INDENT = 18;

/** A place between rows, where what is dragged would come to stand. */
interface Gap {
  readonly path: LayerPath;
  readonly y: number;
  readonly depth: number;
}

/** Moves rows by pointer: a line shows where they would come to stand, Escape lets them be. */
export function useRowDrag(list: Readonly<Ref<HTMLElement | null>>, rows: Readonly<Ref<readonly EditorRow[]>>) {
  const editor = useModelEditor();
  const dragging = ref(false);
  /** Where the line is, pixels from the list's top and left. */
  const line = shallowRef<{ readonly top: number; readonly left: number } | null>(null);
  let start: { readonly x: number; readonly y: number; readonly pointer: number } | null = null;
  let target: LayerPath | null = null;

  function gaps(): Gap[] {
    const all: Gap[] = [];
    let last: { path: LayerPath; bottom: number } | null = null;
    const close = (until: number): void => {
      // Behind the last layer of each stack that ends here.
      for (let of = last?.path ?? []; of.length > until; of = of.slice(0, -1)) {
        all.push({ path: [...of.slice(0, -1), of.at(-1)! + 1], y: last!.bottom, depth: of.length - 1 });
      }
    };
    for (const row of rows.value) {
      const box = document.getElementById(row.key)?.getBoundingClientRect();
      if (!box) continue;
      if (last && row.path.length < last.path.length) close(row.path.length);
      all.push({ path: row.path, y: box.top, depth: row.depth });
      last = { path: row.path, bottom: box.bottom };
    }
    close(0);
    return all;
  }

  function nearestGap(x: number, y: number): Gap | null {
    const left = list.value?.getBoundingClientRect().left ?? 0;
    const free = gaps().filter(
      ({ path }) => !editor.selection.some((own) => isInside(path, own) && !samePath(path, own)),
    );
    const distance = (gap: Gap): number =>
      Math.abs(gap.y - y) + 0.2 * Math.abs(gap.depth - Math.max(0, (x - left - INDENT) / INDENT - 1));
    return free.reduce<Gap | null>((best, gap) => (best === null || distance(gap) < distance(best) ? gap : best), null);
  }

  function begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    start = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', onKey, true);
  }

  function onMove({ clientX: x, clientY: y, pointerId }: PointerEvent): void {
    if (!start || pointerId !== start.pointer) return;
    if (!dragging.value && Math.hypot(x - start.x, y - start.y) < THRESHOLD) return;
    dragging.value = true;
    scrollNear(y);
    const gap = nearestGap(x, y);
    const box = list.value?.getBoundingClientRect();
    target = gap?.path ?? null;
    line.value = gap && box ? { top: gap.y - box.top, left: INDENT * gap.depth } : null;
  }

  function scrollNear(y: number): void {
    const scroller = list.value?.closest<HTMLElement>('[data-scroller]');
    if (!scroller) return;
    const { top, bottom } = scroller.getBoundingClientRect();
    if (y < top + EDGE) scroller.scrollTop -= EDGE / 4;
    else if (y > bottom - EDGE) scroller.scrollTop += EDGE / 4;
  }

  function onUp(): void {
    if (dragging.value && target) editor.take(moveLayers(editor.present.layers, editor.selection, target));
    end();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !dragging.value) return;
    event.preventDefault();
    event.stopPropagation();
    end();
  }

  function end(): void {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', end);
    window.removeEventListener('keydown', onKey, true);
    [start, target, line.value, dragging.value] = [null, null, null, false];
  }
  onScopeDispose(end);

  return { dragging, line, begin };
}
