import type { EvaluationInfo } from '../contract/schemas/evaluation.ts';
import type { ImageMap } from '../contract/schemas/image-map.ts';
import type { Task } from '../contract/schemas/task.ts';
import { csvCell } from '../csv-cell.ts';

/** A point of a map as a person reads it: classes by name. */
interface NamedPoint {
  readonly place: number;
  /** Null for an image that corrections leave out. */
  readonly label: string | null;
  /** Null for an image that the model gave no answer to. */
  readonly predicted: string | null;
  readonly x: number;
  readonly y: number;
}

/** One line for each image on a map (RFC 4180), in the data set's order: its place, its classes by name, and where it lies, 0 to 1, to the right and down. */
export function mapCsv(map: ImageMap, task: Task): string {
  const lines = pointsOf(map, task).map(({ place, label, predicted, x, y }) =>
    [place, label, predicted, x, y].map(csvCell).join(','),
  );
  return ['place,label,predicted,x,y', ...lines, ''].join('\r\n');
}

/** The same as JSON, with what the map is of. `wrong`: images that were read otherwise than their label, on the map or not. */
export function mapJson(map: ImageMap, { id, model, dataset, part, count, task }: EvaluationInfo): string {
  const of = { evaluation: id, model, dataset, part, images: count, wrong: map.wrong };
  return `${JSON.stringify({ ...of, points: pointsOf(map, task) }, null, 1)}\n`;
}

const pointsOf = ({ places, labels, predicted, x, y }: ImageMap, { classes }: Task): NamedPoint[] => {
  const name = (place: number | null | undefined): string | null =>
    typeof place === 'number' ? classes[place]! : null;
  return places.map((place, i) => ({
    place,
    label: name(labels[i]),
    predicted: name(predicted[i]),
    x: x[i]!,
    y: y[i]!,
  }));
};
