import type { Transforms } from '../../../shared/contract/schemas/dataset.ts';
import { t } from '../../i18n/index.ts';

/** The changes that a choice makes to its data, a few words for each; empty: none. */
export function describeTransforms(transforms: Transforms | undefined): string[] {
  const { relabel, rename, only, invert, resize, leaveOut, dropDuplicates, perClass } = transforms ?? {};
  const sum = (lists: Readonly<Record<string, readonly unknown[]>> = {}): number =>
    Object.values(lists).reduce((count, { length }) => count + length, 0);
  const [relabelled, left] = [sum(relabel), sum(leaveOut)];
  return [
    relabelled > 0 ? t('train.change.told.relabel', { n: relabelled }) : '',
    only ? t('train.change.told.only', { n: only.length }) : '',
    rename ? t('train.change.told.rename', { n: Object.keys(rename).length }) : '',
    invert ? t('train.change.invert') : '',
    resize ? t('train.change.told.resize', { height: resize.height, width: resize.width }) : '',
    left > 0 ? t('train.change.leftOut', { n: left }) : '',
    dropDuplicates ? t('train.change.dropDuplicates') : '',
    perClass ? t('train.change.told.perClass', { n: perClass.count }) : '',
  ].filter(Boolean);
}
