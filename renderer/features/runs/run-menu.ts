import { CirclePlus, CopyPlus, Layers, Pencil, Star, Trash2 } from '@lucide/vue';
import { useRouter } from 'vue-router';
import { isActive } from '../../../shared/contract/schemas/run.ts';
import type { RunSummary } from '../../../shared/contract/schemas/run-summary.ts';
import { isExtendable } from '../../../shared/runs/extend.ts';
import { findField } from '../../../shared/runs/table/fields.ts';
import { t } from '../../i18n/index.ts';
import type { MenuEntry } from '../../ui/index.ts';
import { useBulkActions } from './bulk-actions.ts';
import { useRunActions } from './run-actions.ts';
import { labelOf, useRunColumns, type FieldKey } from './run-columns.ts';

interface Ways {
  readonly open: (run: RunSummary) => void;
  readonly rename: (run: RunSummary) => void;
  readonly extend: (run: RunSummary) => void;
  readonly ask: (field: FieldKey, value: string) => void;
  /** Whether one group alone is shown. */
  readonly grouped: () => boolean;
}

/** Fields whose value one click asks for. */
const ASKED: readonly FieldKey[] = ['status', 'preset', 'data', 'optimizer'];

/** What can be done with one run of the table, from its menu or by a key. Call it in setup. */
export function useRunMenu({ open, rename, extend, ask, grouped }: Ways) {
  const actions = useRunActions();
  const bulk = useBulkActions();
  const router = useRouter();
  const columns = useRunColumns();

  const showGroup = ({ spec }: RunSummary): void => void router.push({ query: { group: spec.group?.id } });
  const clone = ({ id }: RunSummary): void => void router.push({ name: 'train', query: { clone: id } });
  const askEntries = (run: RunSummary): MenuEntry[] =>
    ASKED.flatMap((key) => {
      const value = [findField(key)!.value(run) ?? []].flat()[0];
      if (value === undefined) return [];
      const words = { field: labelOf(key), value: columns.value.get(key)!.text(run) };
      return [{ label: t('runTable.askFor', words), select: () => ask(key, String(value)) }];
    });

  const itemsOf = (run: RunSummary): MenuEntry[] => [
    { label: t('runs.open'), kbd: 'Enter', select: () => open(run) },
    { label: t('runTable.clone'), icon: CopyPlus, kbd: 'C', select: () => clone(run) },
    ...(isExtendable(run)
      ? [{ label: t('runTable.extend.action'), icon: CirclePlus, kbd: 'E', select: () => extend(run) }]
      : []),
    { label: t('runs.rename'), icon: Pencil, kbd: 'F2', select: () => rename(run) },
    {
      label: t(run.marks?.starred ? 'runTable.unstar' : 'runTable.star'),
      icon: Star,
      kbd: 'S',
      select: () => void bulk.star([run]),
    },
    ...(run.spec.group === undefined || grouped()
      ? []
      : [{ label: t('runs.showGroup'), icon: Layers, kbd: 'G', select: () => showGroup(run) }]),
    'separator',
    ...askEntries(run),
    'separator',
    {
      label: t('runs.delete'),
      icon: Trash2,
      kbd: 'Delete',
      danger: true,
      disabled: isActive(run.status),
      select: () => void actions.remove(run),
    },
  ];

  function onKey(event: KeyboardEvent, run: RunSummary): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.key === 'F2') rename(run);
    else if (key === 'g' && run.spec.group !== undefined) showGroup(run);
    else if (key === 's') void bulk.star([run]);
    else if (key === 'c') clone(run);
    else if (key === 'e' && isExtendable(run)) extend(run);
    else if (event.key === 'Delete' && !isActive(run.status)) void actions.remove(run);
    else return;
    // A dialog that opens has the focus before the letter is typed: it would stand in its field.
    event.preventDefault();
  }
  return { itemsOf, onKey };
}
