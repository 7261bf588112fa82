import { shallowRef } from 'vue';
import type { FieldBox } from '../../../shared/contract/schemas/form.ts';
import { boxBetween, within } from './field-edits.ts';
import type { FormEditor } from './use-form-editor.ts';

/** Less than this is a click and no box, in pixels of the scan. */
const SMALL = 12;

type Point = readonly [x: number, y: number];
type Drag =
  | { readonly kind: 'draw'; readonly from: Point }
  | { readonly kind: 'move'; readonly from: Point; readonly box: FieldBox }
  | { readonly kind: 'size'; readonly fixed: Point };

/** Fields by the pointer: draws a new one on the empty page, moves one, or pulls it by a corner. `draft`: the box while the pointer is down. */
export function useFieldPointer(editor: FormEditor) {
  const draft = shallowRef<FieldBox | null>(null);
  let drag: (Drag & { readonly pointer: number }) | null = null;

  function at(event: PointerEvent): Point {
    const page = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return [
      ((event.clientX - page.left) / page.width) * editor.size.width,
      ((event.clientY - page.top) / page.height) * editor.size.height,
    ];
  }

  function down(event: PointerEvent): void {
    if (drag !== null || event.button !== 0) return;
    const target = event.target as HTMLElement;
    const id = target.closest<HTMLElement>('[data-field]')?.dataset['field'];
    const corner = target.dataset['corner'];
    const from = at(event);
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    if (id === undefined) drag = { pointer: event.pointerId, kind: 'draw', from };
    else {
      editor.chosenId.value = id;
      const { box } = editor.chosen.value!;
      drag = corner
        ? { pointer: event.pointerId, kind: 'size', fixed: opposite(box, corner) }
        : { pointer: event.pointerId, kind: 'move', from, box };
    }
  }

  function boxOf(now: Drag, [x, y]: Point): FieldBox {
    if (now.kind === 'draw') return boxBetween(now.from, [x, y], editor.size);
    if (now.kind === 'size') return boxBetween(now.fixed, [x, y], editor.size);
    const { box, from } = now;
    return within({ ...box, x: box.x + x - from[0], y: box.y + y - from[1] }, editor.size);
  }

  function move(event: PointerEvent): void {
    if (drag?.pointer === event.pointerId) draft.value = boxOf(drag, at(event));
  }

  function up(event: PointerEvent): void {
    if (drag?.pointer !== event.pointerId) return;
    const [now, box] = [drag, draft.value];
    [drag, draft.value] = [null, null];
    if (box === null) return;
    if (now.kind !== 'draw') editor.place(box);
    else if (box.width >= SMALL && box.height >= SMALL) editor.add(box);
  }

  /** The system took the pointer away: nothing is changed. */
  function cancel(): void {
    [drag, draft.value] = [null, null];
  }
  /** Whether what is drawn is a new field; else the chosen one changes. */
  const isNew = (): boolean => drag?.kind === 'draw';
  return { draft, isNew, down, move, up, cancel };
}

/** The corner that stays where another one is pulled: `nw`, `ne`, `sw`, `se`. */
function opposite({ x, y, width, height }: FieldBox, corner: string): Point {
  return [corner.includes('w') ? x + width : x, corner.includes('n') ? y + height : y];
}
