/** A place: on the map from 0 to 1, or on its canvas in CSS pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The square of the map that is seen: its left upper corner, and how many times the whole is magnified. */
export interface MapView extends Spot {
  readonly zoom: number;
}

export const WHOLE: MapView = { zoom: 1, x: 0, y: 0 };
const MOST_ZOOM = 40;
/** Free room around the map, CSS pixels: points have a size. */
const MARGIN = 14;

const between = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

const within = (zoom: number, x: number, y: number): MapView => {
  const room = 1 - 1 / zoom;
  return { zoom, x: between(0, x, room), y: between(0, y, room) };
};

/** Where a place of the map lies on a square canvas with sides of `side`. */
export function toCanvas({ zoom, x, y }: MapView, side: number, spot: Spot): Spot {
  const unit = zoom * (side - 2 * MARGIN);
  return { x: MARGIN + (spot.x - x) * unit, y: MARGIN + (spot.y - y) * unit };
}

export function fromCanvas({ zoom, x, y }: MapView, side: number, spot: Spot): Spot {
  const unit = zoom * (side - 2 * MARGIN);
  return { x: x + (spot.x - MARGIN) / unit, y: y + (spot.y - MARGIN) / unit };
}

/** Magnifies by `factor` around a place of the map, which stays where it is as far as the map's edges let it. */
export function zoomed(view: MapView, factor: number, around: Spot): MapView {
  const zoom = between(1, view.zoom * factor, MOST_ZOOM);
  const scale = view.zoom / zoom;
  return within(zoom, around.x - (around.x - view.x) * scale, around.y - (around.y - view.y) * scale);
}

/** Moves what is seen, by a part of the map. */
export const moved = ({ zoom, x, y }: MapView, by: Spot): MapView => within(zoom, x + by.x, y + by.y);

export const isSeen = ({ zoom, x, y }: MapView, spot: Spot): boolean =>
  spot.x >= x && spot.x <= x + 1 / zoom && spot.y >= y && spot.y <= y + 1 / zoom;

/** The same view, or, where it does not show the place, one with it in the middle. */
export function showing(view: MapView, spot: Spot): MapView {
  if (isSeen(view, spot)) return view;
  return within(view.zoom, spot.x - 0.5 / view.zoom, spot.y - 0.5 / view.zoom);
}

export const middleOf = ({ zoom, x, y }: MapView): Spot => ({ x: x + 0.5 / zoom, y: y + 0.5 / zoom });
