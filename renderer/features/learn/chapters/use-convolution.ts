import { computed, ref, watch } from 'vue';
import {
  biasOf,
  convolved,
  filterWeights,
  sumOf,
  windowTerms,
  type Convolution,
} from '../../../../shared/learn/convolution.ts';
import { channelOf, outputSize, windowReach, windowStart, type FeatureMap } from '../../../../shared/learn/sliding.ts';
import type { LayerOf } from '../../../../shared/contract/schemas/model.ts';
import { useLearn } from '../../../stores/learn.ts';
import { middleOf, within, type Cell } from '../cells.ts';
import { useLayerNumbers } from '../use-layer-numbers.ts';
import { mostOf } from '../value-colors.ts';

/** How the reader lets the window slide. */
export interface SlideWish {
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'valid' | 'same';
}

/** The model's first convolution on the reader's image: its filters' outputs, and the sum of the place that is pointed at. */
export function useConvolution() {
  const learn = useLearn();
  const standing = computed(() => learn.firstOf('Conv2D'));
  const layer = computed(() => (standing.value?.layer ?? null) as LayerOf<'Conv2D'> | null);
  const { numbers, error } = useLayerNumbers(() => standing.value?.path ?? null);

  const own = computed<SlideWish | null>(
    () =>
      layer.value && {
        stride: layer.value.strides[0],
        dilation: layer.value.dilationRate[0],
        padding: layer.value.padding,
      },
  );
  const wish = ref<SlideWish>({ stride: 1, dilation: 1, padding: 'valid' });
  const takeOwn = (): void => void (wish.value = own.value ?? wish.value);
  watch(own, takeOwn, { immediate: true });
  const isOwn = computed(() => JSON.stringify(wish.value) === JSON.stringify(own.value));
  /** As in Keras, strides and dilation do not go together: the one that was moved last counts. */
  function slide(change: Partial<SlideWish>): void {
    const next = { ...wish.value, ...change };
    if ((change.stride ?? 1) > 1) wish.value = { ...next, dilation: 1 };
    else if ((change.dilation ?? 1) > 1) wish.value = { ...next, stride: 1 };
    else wish.value = next;
  }

  const image = computed<FeatureMap | null>(() => {
    if (numbers.value === null) return null;
    const { shape, values } = numbers.value.input;
    return { values, height: shape[0]!, width: shape[1]!, channels: shape[2]! };
  });
  const convolution = computed<Convolution | null>(() => {
    if (numbers.value === null || layer.value === null) return null;
    const { kernel, bias } = numbers.value.weights;
    const { stride, dilation, padding } = wish.value;
    return {
      kernel: kernel!.values,
      bias: bias?.values ?? null,
      filters: layer.value.filters,
      size: layer.value.kernelSize,
      // Strides of the model's own may differ along rows and columns; the reader's do not.
      strides: isOwn.value ? layer.value.strides : [stride, stride],
      dilationRate: isOwn.value ? layer.value.dilationRate : [dilation, dilation],
      padding,
    };
  });

  /** A window that is pulled apart further would not fit into the image. */
  const mostDilation = computed(() => {
    const { height = 1, width = 1 } = image.value ?? {};
    const side = Math.max(...(layer.value?.kernelSize ?? [1]));
    return side === 1 ? 1 : Math.max(1, Math.min(4, Math.floor((Math.min(height, width) - 1) / (side - 1))));
  });

  const filter = ref(0);
  const channel = ref(0);
  const place = ref<Cell>({ row: 0, column: 0 });
  watch(standing, (now, before) => {
    if (String(now?.path) !== String(before?.path) || now?.info.outputShape[2] !== before?.info.outputShape[2])
      [filter.value, channel.value] = [0, 0];
  });

  const size = computed(() =>
    image.value && convolution.value ? outputSize(image.value, convolution.value) : { rows: 0, columns: 0 },
  );
  watch(
    size,
    (now, before) => {
      // A place on the ink to begin with: the middle.
      if ((before?.rows ?? 0) === 0) place.value = middleOf(now);
      else place.value = within(place.value, now);
    },
    { immediate: true },
  );

  /** Of every filter its whole output, before the activation. */
  const maps = computed(() => {
    const [given, conv] = [image.value, convolution.value];
    return given && conv ? Array.from({ length: conv.filters }, (_, i) => convolved(given, conv, i)) : [];
  });
  const most = computed(() => mostOf(...maps.value));
  const kernels = computed(() => {
    const [given, conv] = [image.value, convolution.value];
    if (!given || !conv) return [];
    return Array.from({ length: conv.filters }, (_, i) => filterWeights(conv, given.channels, channel.value, i));
  });
  const mostWeight = computed(() => mostOf(...kernels.value));

  /** The window's sum at the place: all its products, those of the channel in sight, and what they come to. */
  const sum = computed(() => {
    const [given, conv] = [image.value, convolution.value];
    if (!given || !conv || size.value.rows === 0) return null;
    const at = { ...within(place.value, size.value), filter: filter.value };
    const terms = windowTerms(given, conv, at);
    const bias = biasOf(conv, filter.value);
    const shown = terms.filter((term) => term.channel === channel.value);
    return { at, terms: shown, bias, rest: sumOf(terms, 0) - sumOf(shown, 0), total: sumOf(terms, bias) };
  });

  /** Where the window lies over the image: one frame, or with dilation one for each of its pixels. */
  const marks = computed(() => {
    const [given, conv] = [image.value, convolution.value];
    if (!given || !conv || sum.value === null) return [];
    if (Math.max(...conv.dilationRate) > 1) {
      return sum.value.terms.map(({ row, column }) => ({ row, column, rows: 1, columns: 1 }));
    }
    return [{ ...windowStart(given, conv, sum.value.at), ...windowReach(conv) }];
  });
  const seen = computed(() => (image.value ? channelOf(image.value, channel.value) : new Float32Array()));

  /** The pixel in the middle of the window, or where that has an even side the one before it. */
  const middle = computed<Cell>(() => {
    const [given, conv] = [image.value, convolution.value];
    if (!given || !conv || sum.value === null) return { row: 0, column: 0 };
    return middleFrom(windowStart(given, conv, sum.value.at), conv);
  });

  /** Points at the output whose window has its middle nearest to a pixel of the image. */
  function pointAtInput({ row, column }: Cell): void {
    const [given, conv] = [image.value, convolution.value];
    if (!given || !conv || size.value.rows === 0) return;
    const first = middleFrom(windowStart(given, conv, { row: 0, column: 0 }), conv);
    const [down, across] = conv.strides;
    const at = { row: Math.round((row - first.row) / down), column: Math.round((column - first.column) / across) };
    place.value = within(at, size.value);
  }

  return {
    ...{ standing, layer, error, image, convolution, filter, channel, place, size },
    ...{
      wish,
      isOwn,
      slide,
      takeOwn,
      mostDilation,
      maps,
      most,
      kernels,
      mostWeight,
      sum,
      marks,
      seen,
      middle,
      pointAtInput,
    },
  };
}

/** The middle of a window by its first pixel. */
function middleFrom({ row, column }: Cell, convolution: Convolution): Cell {
  const { rows, columns } = windowReach(convolution);
  return { row: row + Math.floor((rows - 1) / 2), column: column + Math.floor((columns - 1) / 2) };
}
