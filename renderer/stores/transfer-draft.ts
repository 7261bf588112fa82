import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { MOST_SIZES, type TransferChoice, type TransferRequest } from '../../shared/contract/schemas/experiment.ts';
import { halvesOf, TRANSFER_SEEDS, TRANSFER_SIZES } from '../../shared/runs/transfer-defaults.ts';
import { useTrainDraft } from './train-draft.ts';

/** Numbers of images that are offered, beside all. */
const OFFERED: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

type Size = TransferChoice['sizes'][number];

/**
 * What the transfer experiment is to be: data, model and recipe are the Train screen's, the classes' halves and the sizes are chosen
 * here. It stays while other screens are open.
 */
export const useTransferDraft = defineStore('transfer-draft', () => {
  const train = useTrainDraft();
  /** Classes that the user moved, and where to; those of other data are kept in mind. */
  const moved = shallowRef<ReadonlyMap<string, 'first' | 'second'>>(new Map());
  const wished = shallowRef<readonly Size[]>(TRANSFER_SIZES);
  const seeds = shallowRef(TRANSFER_SEEDS);
  const name = shallowRef('');

  const classes = computed(() => train.task.classes);
  const halves = computed(() => {
    const usual = halvesOf(classes.value);
    const sideOf = (each: string): 'first' | 'second' =>
      moved.value.get(each) ?? (usual.first.includes(each) ? 'first' : 'second');
    return {
      first: classes.value.filter((each) => sideOf(each) === 'first'),
      second: classes.value.filter((each) => sideOf(each) === 'second'),
    };
  });
  /** Training images of the second class that has the fewest; null while the data were not counted. */
  const fewest = computed(() => {
    const { counts } = train;
    if (counts === null || halves.value.second.length === 0) return null;
    return Math.min(...halves.value.second.map((each) => counts[classes.value.indexOf(each)] ?? 0));
  });
  const offered = computed<readonly Size[]>(() => [
    ...OFFERED.filter((size) => fewest.value === null || size <= fewest.value),
    null,
  ]);
  const sizes = computed(() => offered.value.filter((size) => wished.value.includes(size)));

  /** What is wrong with the choice; null: nothing. */
  const fault = computed<'classes' | 'no-size' | 'sizes' | null>(() => {
    const { first, second } = halves.value;
    if (first.length < 2 || second.length < 2) return 'classes';
    if (sizes.value.length === 0) return 'no-size';
    return sizes.value.length > MOST_SIZES ? 'sizes' : null;
  });
  /** Null while something is wrong or missing. `fallbackName` serves when the user gave none. */
  function request(fallbackName: string): TransferRequest | null {
    const spec = train.tuning === null ? train.spec(fallbackName) : null;
    if (spec === null || fault.value !== null) return null;
    const transfer = { ...halves.value, sizes: [...sizes.value], seeds: seeds.value };
    return { spec: { ...spec, name: name.value.trim() || fallbackName }, transfer };
  }

  function move(each: string): void {
    const side = halves.value.first.includes(each) ? 'second' : 'first';
    moved.value = new Map([...moved.value, [each, side]]);
  }

  function swap(): void {
    const { first, second } = halves.value;
    const sides = [
      ...first.map((each) => [each, 'second'] as const),
      ...second.map((each) => [each, 'first'] as const),
    ];
    moved.value = new Map([...moved.value, ...sides]);
  }

  function toggleSize(size: Size): void {
    const { value } = wished;
    wished.value = value.includes(size) ? value.filter((other) => other !== size) : [...value, size];
  }

  return {
    seeds,
    name,
    classes,
    halves,
    fewest,
    offered,
    sizes,
    fault,
    request,
    move,
    swap,
    toHalves: (): void => void (moved.value = new Map()),
    toggleSize,
  };
});
