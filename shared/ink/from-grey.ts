import { centreOfMass, place, shiftFor } from './centre.ts';
import { boxOf, findInk } from './find-ink.ts';
import { resample, type Crop } from './resample.ts';
import { BOX, IMAGE_BYTES, SIDE } from './types.ts';

/** The picture is first fitted into a box this many times finer than MNIST's, where a thin pen can be thickened. */
const FINE = 4;
const FINE_BOX = FINE * BOX;

/** Lines thinner than hardly any of MNIST's, in pixels, are made as thick as its thinner ones. */
const THIN = 1.3;
const THICKENED = 2.1;

/**
 * A picture of one digit as MNIST would hold it: 784 bytes, as from `rasterize`. `grey` is width x height luminance, 0 black
 * to 255 white, dark on light or light on dark. The ink is found and cleaned, lines thinner than MNIST's are thickened to its
 * thinner ones, and from there on it goes the way of strokes: fitted into 20 x 20, centre of mass to the middle. Blank when there is no
 * ink to be seen. A picture that already is an
 * MNIST image, or its negative, comes back as it was.
 */
export function fromGrey(grey: Uint8Array, width: number, height: number): Uint8Array {
  if (grey.length !== width * height) throw new RangeError(`${grey.length} bytes are not ${width} x ${height}`);
  if (grey.length === 0) return new Uint8Array(IMAGE_BYTES);
  for (const image of [grey, grey.map((level) => 255 - level)])
    if (isMnist(image, width, height)) return Uint8Array.from(image);
  const found = findInk(grey, width, height);
  if (found === null) return new Uint8Array(IMAGE_BYTES);
  const fitted = fit(found.ink, width, found.box);
  return place(fitted, shiftFor(centreOfMass(fitted, BOX)));
}

/** 28 x 28, black around, 20 pixels of ink the longer way (19 where the last row faded to nothing), and the centre of mass where MNIST's makers put it. */
function isMnist(grey: Uint8Array, width: number, height: number): boolean {
  if (width !== SIDE || height !== SIDE) return false;
  const box = boxOf(grey, SIDE, SIDE);
  const longer = box === null ? 0 : Math.max(box.width, box.height);
  if (longer < BOX - 1 || longer > BOX) return false;
  return centreOfMass(grey, SIDE).every((middle) => Math.floor(middle) === SIDE / 2);
}

function fit(ink: Uint8Array, width: number, box: Crop): Uint8Array {
  const longer = Math.max(box.width, box.height);
  const thin = (BOX * strokeWidth(ink, width, box)) / longer;
  // The pen that is added around the lines takes its room from the fit, as in fitToBox.
  const added = thin < THIN ? Math.round(((THICKENED - thin) * FINE) / 2) : 0;
  const scale = (FINE_BOX - 2 * added) / longer;
  const [fineWidth, fineHeight] = [box.width, box.height].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ];
  const small = resample(ink, width, box, fineWidth, fineHeight);
  const fine = new Float32Array(FINE_BOX * FINE_BOX);
  const [left, top] = [Math.floor((FINE_BOX - fineWidth) / 2), Math.floor((FINE_BOX - fineHeight) / 2)];
  for (let y = 0; y < fineHeight; y++) {
    fine.set(small.subarray(y * fineWidth, (y + 1) * fineWidth), (top + y) * FINE_BOX + left);
  }
  return average(added > 0 ? thicken(full(fine), added) : fine);
}

/** Averages of FINE x FINE pixels, as bytes: what strokes' coverage comes to as well. */
function average(fine: Float32Array): Uint8Array {
  const sums = new Float64Array(BOX * BOX);
  fine.forEach((level, i) => {
    sums[Math.floor(i / FINE_BOX / FINE) * BOX + Math.floor((i % FINE_BOX) / FINE)]! += level;
  });
  return Uint8Array.from(sums, (sum) => Math.round(Math.min(255, sum / (FINE * FINE))));
}

/** The lines' usual width in pixels: twice the area over the length of the outline, which is nearly right for long, thin shapes. */
function strokeWidth(ink: Uint8Array, width: number, box: Crop): number {
  const isInk = (x: number, y: number): boolean =>
    x < box.x + box.width && y < box.y + box.height && x >= box.x && y >= box.y && ink[y * width + x]! >= 128;
  let [area, outline] = [0, 0];
  for (let y = box.y; y <= box.y + box.height; y++) {
    for (let x = box.x; x <= box.x + box.width; x++) {
      const here = isInk(x, y);
      if (here) area += 1;
      if (here !== isInk(x - 1, y)) outline += 1;
      if (here !== isInk(x, y - 1)) outline += 1;
    }
  }
  // A slanting outline counts its steps along both axes: pi/4 of that is its length, over all directions.
  return outline === 0 ? 0 : (2 * area) / (outline * (Math.PI / 4));
}

/** Lines finer than the fine box's pixels come out pale in it: brings them back to full ink. */
function full(fine: Float32Array): Float32Array {
  const inked = fine.filter((level) => level > 0).sort();
  const usual = inked[Math.floor(inked.length / 2)] ?? 255;
  return fine.map((level) => Math.min(255, (level * 255) / usual));
}

/** The highest level within `radius` pixels, for each pixel: a round pen's width more. */
function thicken(fine: Float32Array, radius: number): Float32Array {
  const result = new Float32Array(fine.length);
  for (let dy = -radius; dy <= radius; dy++) {
    const reach = Math.floor(Math.sqrt(radius * radius - dy * dy));
    for (let y = Math.max(0, -dy); y < Math.min(FINE_BOX, FINE_BOX - dy); y++) {
      for (let x = 0; x < FINE_BOX; x++) {
        const level = fine[y * FINE_BOX + x]!;
        if (level === 0) continue;
        const line = (y + dy) * FINE_BOX;
        const last = Math.min(FINE_BOX - 1, x + reach);
        for (let nx = Math.max(0, x - reach); nx <= last; nx++) {
          if (level > result[line + nx]!) result[line + nx] = level;
        }
      }
    }
  }
  return result;
}
