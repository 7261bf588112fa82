import type { Transforms } from '../../shared/contract/schemas/dataset.ts';

/** A class of the chosen data: its own name, the one that it is given, and whether it is trained on. */
export interface SourceClass {
  readonly own: string;
  readonly name: string;
  readonly taken: boolean;
}

/** Each class of the chosen data by its own name, in order of appearance, with the wishes for it. */
export function sourceClasses(own: readonly string[], { rename = {}, only }: Transforms): SourceClass[] {
  const taken = only && new Set(only);
  return own.map((each) => {
    const name = Object.hasOwn(rename, each) ? rename[each]! : each;
    return { own: each, name, taken: taken?.has(name) ?? true };
  });
}

/** The transforms with these classes. Classes with the same name are merged, and trained on if one of them is. */
export function withClasses(transforms: Transforms, classes: readonly SourceClass[]): Transforms {
  const renamed = classes.filter(({ own, name }) => own !== name).map(({ own, name }) => [own, name] as const);
  const taken = new Set(classes.filter((each) => each.taken).map(({ name }) => name));
  return {
    ...transforms,
    rename: renamed.length > 0 ? Object.fromEntries(renamed) : undefined,
    only: classes.every(({ name }) => taken.has(name)) ? undefined : [...taken],
  };
}

/**
 * The wishes that apply to the chosen data, without those for classes and images of other data sets, which the draft
 * keeps. Undefined: nothing is changed.
 */
export function usableTransforms(
  wished: Transforms,
  own: readonly string[],
  datasets: readonly string[],
): Transforms | undefined {
  const { relabel = {}, leaveOut = {}, counted = {}, invert, resize, dropDuplicates, perClass } = wished;
  const relabelled = Object.entries(relabel).filter(([id, labels]) => datasets.includes(id) && labels.length > 0);
  const left = Object.entries(leaveOut).filter(([id, places]) => datasets.includes(id) && places.length > 0);
  const placed = [...relabelled, ...left].map(([id]) => id);
  const known = Object.entries(counted).filter(([id]) => placed.includes(id));
  const { rename, only } = withClasses({}, sourceClasses(own, wished));
  const usable: Transforms = {
    ...(relabelled.length > 0 && { relabel: Object.fromEntries(relabelled) }),
    ...(rename && { rename }),
    ...(only && { only }),
    ...(invert && { invert }),
    ...(resize && { resize }),
    ...(left.length > 0 && { leaveOut: Object.fromEntries(left) }),
    ...(known.length > 0 && { counted: Object.fromEntries(known) }),
    ...(dropDuplicates && { dropDuplicates }),
    ...(perClass && { perClass }),
  };
  return Object.keys(usable).length > 0 ? usable : undefined;
}

/**
 * With an image left out, or taken back if it was; `place` is its place in the data set's training part, of which `content` is the hash.
 */
export function withLeftOut(transforms: Transforms, id: string, place: number, content?: string): Transforms {
  const before = transforms.leaveOut?.[id as never] ?? [];
  const after = before.includes(place) ? before.filter((other) => other !== place) : [...before, place];
  const others = before.length + (transforms.relabel?.[id as never] ?? []).length;
  // Places that were named before go on counting what they counted then.
  const counts = others > 0 ? transforms.counted?.[id as never] : content;
  return {
    ...transforms,
    leaveOut: { ...transforms.leaveOut, [id]: after },
    ...(counts !== undefined && { counted: { ...transforms.counted, [id]: counts } }),
  };
}
