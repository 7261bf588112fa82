import { shrink, type GreyImage } from '../../ink/grey-image.ts';

/** An image made small by 2 to the power of so many times: averages, each made once, when it is first needed. */
export type Halves = (times: number) => GreyImage;

export function halvesOf(image: GreyImage): Halves {
  const made = [image];
  return (times) => {
    while (made.length <= times) made.push(shrink(made.at(-1)!, 2));
    return made[times]!;
  };
}
