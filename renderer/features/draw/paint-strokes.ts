import type { Drawing, Stroke } from '../../../shared/ink/types.ts';

export interface Pen {
  readonly colour: string;
  /** In pixels of the canvas. */
  readonly width: number;
  /** Pixels of the canvas for one unit of the drawing. */
  readonly scale: number;
}

/** Paints strokes as a round pen leaves them; between two points the curve runs through their middle, so no corner shows. */
export function paintStrokes(context: CanvasRenderingContext2D, drawing: Drawing, pen: Pen): void {
  context.strokeStyle = context.fillStyle = pen.colour;
  context.lineWidth = pen.width;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of drawing) paintStroke(context, stroke, pen);
}

function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, { scale, width }: Pen): void {
  const x = (i: number): number => stroke[i]![0] * scale;
  const y = (i: number): number => stroke[i]![1] * scale;
  const last = stroke.length - 1;
  if (last < 0) return;
  context.beginPath();
  // A canvas draws no line without length, round ends or not.
  if (stroke.every(([px, py]) => px === stroke[0]![0] && py === stroke[0]![1])) {
    context.arc(x(0), y(0), width / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.moveTo(x(0), y(0));
  for (let i = 1; i < last; i++) context.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
  context.lineTo(x(last), y(last));
  context.stroke();
}
