import { stretches } from './bands.ts';
import { decimate } from './decimate.ts';
import { lastKnown } from './chart-model.ts';
import type { Curve, ValueAxis } from './chart-model.ts';
import { DASHES, FADED } from './series.ts';
import { spread } from './spread.ts';
import type { XAxis } from './x-axis.ts';

/** A drawing of its own, for print: dark on white in every theme, the palette's light colours. */
export const SVG_INK = { text: '#17181c', quiet: '#656872', line: '#e3e2de', paper: '#ffffff' } as const;
export const SVG_COLORS: Readonly<Record<1 | 2 | 3 | 4 | 5, string>> = {
  1: '#c8321f',
  2: '#0072b2',
  3: '#009e73',
  4: '#b57c00',
  5: '#c0638f',
};
const FONT = "system-ui, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans', sans-serif";

export interface SvgPicture {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** Names and newest values at the curves' ends, in their order. */
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly x: XAxis;
  readonly y: ValueAxis;
  readonly log: boolean;
  readonly yText: (tick: number) => string;
}

/** A document's size, and the room around a chart, in pixels: names stand at its right. */
export const SVG_ROOM = { width: 960, height: 540, left: 72, right: 250, top: 56, bottom: 44 } as const;
const { width: WIDTH, height: HEIGHT, ...ROOM } = SVG_ROOM;

/** A chart of curves as an SVG document: vectors alone, no style of the page. */
export function curvesSvg(picture: SvgPicture): string {
  const { title, x, y, log, yText } = picture;
  const across = scaleOf([x.low, x.high], [ROOM.left, WIDTH - ROOM.right], x.log);
  const up = scaleOf([y.low, y.high], [HEIGHT - ROOM.bottom, ROOM.top], log);
  const bottom = HEIGHT - ROOM.bottom;
  const parts = [
    ...y.ticks.map((tick) => line(ROOM.left, up(tick), WIDTH - ROOM.right, up(tick), SVG_INK.line)),
    ...y.ticks.map((tick) => text(ROOM.left - 10, up(tick) + 4, yText(tick), { anchor: 'end' })),
    ...x.ticks.map((tick) => text(across(tick), bottom + 22, x.text(tick), { anchor: 'middle' })),
    `<g clip-path="url(#plot)">`,
    ...picture.curves.map((curve) => bandPath(curve, across, up)),
    ...picture.curves.map((curve) => curvePath(curve, across, up)),
    '</g>',
    ...endLabels(picture, across, up),
  ];
  return svgDocument(title, parts);
}

/** A document of the usual size, on white paper with its title above. */
export function svgDocument(title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${escaped(FONT)}" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<defs><clipPath id="plot"><rect x="${ROOM.left}" y="${ROOM.top - 4}" width="${WIDTH - ROOM.left - ROOM.right}" height="${HEIGHT - ROOM.top - ROOM.bottom + 8}"/></clipPath></defs>`,
    `<rect width="100%" height="100%" fill="${SVG_INK.paper}"/>`,
    text(ROOM.left, 30, title, { weight: 600, size: 15, fill: SVG_INK.text }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

function scaleOf([low, high]: readonly [number, number], [from, to]: readonly [number, number], log: boolean): Scale {
  const of = (value: number): number => (log ? Math.log10(value) : value);
  const width = of(high) - of(low) || 1;
  return (value) => from + ((of(value) - of(low)) / width) * (to - from);
}

function curvePath({ series, shown }: Curve, across: Scale, up: Scale): string {
  let path = '';
  let gap = true;
  for (const { x, y } of decimate(series.x, shown, series.length, 400)) {
    const known = Number.isFinite(up(y));
    if (known) path += `${gap ? 'M' : 'L'}${rounded(across(x))} ${rounded(up(y))}`;
    gap = !known;
  }
  const opacity = series.faded ? FADED : 1;
  return pathElement(path, SVG_COLORS[series.color], DASHES[series.dash ?? 0].join(' '), opacity);
}

/** A line along a path; `dashes` as of stroke-dasharray, empty for none. */
export function pathElement(path: string, stroke: string, dashes: string, opacity = 1): string {
  const more = [dashes && ` stroke-dasharray="${dashes}"`, opacity < 1 && ` opacity="${opacity}"`].filter(Boolean);
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="2" stroke-linejoin="round"${more.join('')}/>`;
}

function bandPath({ series, band }: Curve, across: Scale, up: Scale): string {
  if (!band) return '';
  const point = (i: number, y: ArrayLike<number>): string => `${rounded(across(series.x[i]!))} ${rounded(up(y[i]!))}`;
  const path = stretches(band.low, band.high, series.length).map(([from, to]) => {
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const back = [...places].reverse();
    return `M${[...places.map((i) => point(i, band.high)), ...back.map((i) => point(i, band.low))].join('L')}Z`;
  });
  return `<path d="${path.join('')}" fill="${SVG_COLORS[series.color]}" opacity="0.16"/>`;
}

function endLabels({ curves, labels }: SvgPicture, across: Scale, up: Scale): string[] {
  const ends = curves.flatMap((curve, i) => {
    const last = lastKnown(curve);
    const y = curve.shown[last];
    return y === undefined
      ? []
      : [{ ...labels[i]!, color: curve.series.color, x: across(curve.series.x[last]!), y: up(y) }];
  });
  const column = Math.max(...ends.map(({ x }) => x)) + 10;
  const places = spread(
    ends.map(({ y }) => Math.min(HEIGHT - ROOM.bottom, Math.max(ROOM.top, y))),
    18,
    ROOM.top - 9,
    HEIGHT - ROOM.bottom + 9,
  );
  return ends.map(({ name, value, color }, i) => {
    const words = `<tspan font-weight="600" fill="${SVG_COLORS[color]}">${escaped(name)}</tspan><tspan dx="8">${escaped(value)}</tspan>`;
    return `<text x="${rounded(column)}" y="${rounded(places[i]! + 4)}" fill="${SVG_INK.quiet}">${words}</text>`;
  });
}

export const line = (x1: number, y1: number, x2: number, y2: number, stroke: string): string =>
  `<line x1="${rounded(x1)}" y1="${rounded(y1)}" x2="${rounded(x2)}" y2="${rounded(y2)}" stroke="${stroke}"/>`;

interface TextLook {
  readonly anchor?: 'middle' | 'end';
  readonly weight?: number;
  readonly size?: number;
  readonly fill?: string;
}

export function text(
  x: number,
  y: number,
  words: string,
  { anchor, weight, size, fill = SVG_INK.quiet }: TextLook,
): string {
  const more = [
    anchor && ` text-anchor="${anchor}"`,
    weight && ` font-weight="${weight}"`,
    size && ` font-size="${size}"`,
  ];
  return `<text x="${rounded(x)}" y="${rounded(y)}" fill="${fill}"${more.filter(Boolean).join('')}>${escaped(words)}</text>`;
}

const rounded = (value: number): string => String(Math.round(100 * value) / 100);

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
