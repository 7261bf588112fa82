import { elements, shapeText } from '../info.ts';
import { ANY, type LayerDefinition } from './definition.ts';
import { image, plain } from './place.ts';

/** A view of its input: nothing new is kept. */
export const flatten: LayerDefinition<'Flatten'> = {
  base: 'flatten',
  takes: ANY,
  fresh: () => ({}),
  measure: (_, { shape }) => plain([elements(shape)], 0),
};

/** Zeros around an image. */
export const zeroPadding2d: LayerDefinition<'ZeroPadding2D'> = {
  base: 'zero_padding2d',
  takes: ['image'],
  fresh: () => ({ top: 1, bottom: 1, left: 1, right: 1 }),
  measure({ top, bottom, left, right }, place) {
    const [height, width, channels] = image(place);
    return plain([top + height + bottom, left + width + right, channels]);
  },
};

/** As many numbers as came in, in the same order: `reshape-mismatch` {target, has, needs} otherwise. */
export const reshape: LayerDefinition<'Reshape'> = {
  base: 'reshape',
  takes: ANY,
  fresh: (input) => ({ targetShape: [input[0]!, elements(input.slice(1))] }),
  measure({ targetShape }, { shape, fail }) {
    const [has, needs] = [elements(shape), elements(targetShape)];
    if (has !== needs) {
      fail('reshape-mismatch', { shape: shapeText(shape), target: shapeText(targetShape), has, needs });
    }
    return plain(targetShape, 0);
  },
};
