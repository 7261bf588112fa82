import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import DrawPad from '../../renderer/features/draw/DrawPad.vue';
import { paintStrokes } from '../../renderer/features/draw/paint-strokes.ts';
import { createSketch } from '../../renderer/stores/sketch.ts';

const SIDE = 200;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 50, SIDE, SIDE));
  HTMLElement.prototype.setPointerCapture ??= () => undefined;
});
afterEach(() => vi.restoreAllMocks());

function openPad(tool: 'pen' | 'eraser' = 'pen') {
  const sketch = createSketch();
  const pad = mount(DrawPad, { props: { sketch, brush: 0.1, tool } });
  const canvas = pad.get('canvas').element;
  const send = (type: string, x: number, y: number, more: PointerEventInit = {}): void => {
    const [clientX, clientY] = [100 + x * SIDE, 50 + y * SIDE];
    canvas.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, pointerType: 'mouse', button: 0, clientX, clientY, ...more }),
    );
  };
  return { sketch, canvas, send, pad };
}

test('a stroke is the way of one pointer, in shares of the pad', () => {
  const { sketch, send } = openPad();
  send('pointerdown', 0.25, 0.25);
  send('pointermove', 0.5, 0.25);
  expect(sketch.strokes.value[0]).toHaveLength(2);
  send('pointerup', 0.5, 0.25);
  send('pointermove', 0.9, 0.9);
  expect(sketch.strokes.value).toEqual([
    [
      [0.25, 0.25],
      [0.5, 0.25],
    ],
  ]);
});

test('every point that a quick pen made between two frames is taken', () => {
  const { sketch, canvas, send } = openPad();
  send('pointerdown', 0, 0);
  const between = [0.1, 0.2, 0.3].map((x) => new PointerEvent('pointermove', { clientX: 100 + x * SIDE, clientY: 50 }));
  const move = new PointerEvent('pointermove', { pointerId: 1, clientX: 100 + 0.3 * SIDE, clientY: 50 });
  Object.defineProperty(move, 'getCoalescedEvents', { value: () => between });
  canvas.dispatchEvent(move);
  expect(sketch.strokes.value[0]?.map(([x]) => Math.round(x * 10) / 10)).toEqual([0, 0.1, 0.2, 0.3]);
});

test('a palm beside the pen and the other mouse buttons draw nothing', () => {
  const { sketch, send } = openPad();
  send('pointerdown', 0.1, 0.1, { button: 2 });
  expect(sketch.empty.value).toBe(true);
  send('pointerdown', 0.1, 0.1, { pointerType: 'pen' });
  send('pointerdown', 0.9, 0.9, { pointerId: 2, pointerType: 'touch' });
  send('pointermove', 0.8, 0.8, { pointerId: 2, pointerType: 'touch' });
  expect(sketch.strokes.value).toEqual([[[0.1, 0.1]]]);
});

test('a stroke that the system takes away was not meant', () => {
  const { sketch, send } = openPad();
  send('pointerdown', 0.1, 0.1, { pointerType: 'touch' });
  send('pointermove', 0.2, 0.2, { pointerType: 'touch' });
  send('pointercancel', 0.2, 0.2, { pointerType: 'touch' });
  expect(sketch.empty.value).toBe(true);
  expect(sketch.canUndo.value).toBe(false);
});

test("the eraser, and the pen's other end, take away the strokes they touch", () => {
  const { sketch, send, pad } = openPad();
  for (const y of [0.2, 0.8]) {
    send('pointerdown', 0.1, y);
    send('pointermove', 0.9, y);
    send('pointerup', 0.9, y);
  }
  send('pointerdown', 0.5, 0.79, { pointerType: 'pen', buttons: 32 });
  send('pointerup', 0.5, 0.79, { pointerType: 'pen' });
  expect(sketch.strokes.value.map((stroke) => stroke[0]![1])).toEqual([0.2]);
  pad.unmount();
});

test('one sweep of the eraser is one step back', () => {
  const { sketch, send } = openPad('eraser');
  for (const x of [0.2, 0.5, 0.8]) {
    sketch.begin([x, 0.2]);
    sketch.extend([[x, 0.8]]);
    sketch.end();
  }
  const sweep = (from: number, to: number): void => {
    send('pointerdown', from, 0.5);
    send('pointermove', to, 0.5);
    send('pointerup', to, 0.5);
  };
  sweep(0.2, 0.5);
  sweep(0.8, 0.8);
  expect(sketch.empty.value).toBe(true);
  sketch.undo();
  expect(sketch.strokes.value).toHaveLength(1);
  sketch.undo();
  expect(sketch.strokes.value).toHaveLength(3);
});

describe('ink is read where it is seen', () => {
  test('beside the pad the pen leaves none; where it comes back, a stroke begins', () => {
    const { sketch, send } = openPad();
    send('pointerdown', 0.5, 0.5);
    send('pointermove', 1.5, 0.5);
    send('pointermove', 1.5, 0.75);
    send('pointermove', 0.5, 0.75);
    send('pointerup', 0.5, 0.75);
    expect(sketch.strokes.value).toEqual([
      [
        [0.5, 0.5],
        [1, 0.5],
      ],
      [
        [1, 0.75],
        [0.5, 0.75],
      ],
    ]);
    sketch.undo();
    expect(sketch.empty.value).toBe(true);
  });

  test('a press that moves to where it was is a dot, read as one and painted as one', () => {
    const { sketch, send } = openPad();
    send('pointerdown', 0.5, 0.5);
    send('pointermove', 0.5, 0.5);
    send('pointerup', 0.5, 0.5);
    expect(sketch.strokes.value).toEqual([[[0.5, 0.5]]]);
  });

  test.each([1, 2, 3])('%d points in one place are painted as a dot', (n) => {
    const done: string[] = [];
    const context = {
      beginPath: () => undefined,
      moveTo: () => undefined,
      lineTo: () => undefined,
      quadraticCurveTo: () => undefined,
      stroke: () => done.push('line'),
      arc: (x: number, y: number, radius: number) => done.push(`dot ${x} ${y} ${radius}`),
      fill: () => done.push('filled'),
    };
    const stroke = Array.from({ length: n }, () => [0.25, 0.5] as const);
    // A browser's canvas paints nothing for a line without length (test/e2e-web/pad.test.ts).
    paintStrokes(context as unknown as CanvasRenderingContext2D, [stroke], { colour: '#000', width: 20, scale: 200 });
    expect(done).toEqual(['dot 50 100 10', 'filled']);
  });
});
