import { FileJson, FileSpreadsheet, Table } from '@lucide/vue';
import { computed } from 'vue';
import type { BatchInfo } from '../../../shared/contract/schemas/batch.ts';
import { i18n, t } from '../../i18n/index.ts';
import { useBatches } from '../../stores/batches.ts';
import { useSaveFile } from '../../stores/save-file.ts';
import { useConfirm } from '../../ui/index.ts';
import type { MenuEntry } from '../../ui/index.ts';

const TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
} as const;
type Kind = keyof typeof TYPES;

/** A batch's table as a file of the user's. Asks before, where fields are not checked: their cells stay empty. */
export function useTableExport(batch: () => BatchInfo | null) {
  const batches = useBatches();
  const save = useSaveFile();
  const { confirm } = useConfirm();

  async function exportAs(kind: Kind): Promise<void> {
    const own = batch();
    if (own === null) return;
    const { open } = own.counts;
    const question = {
      title: t('forms.table.openTitle', { n: open }),
      text: t('forms.table.openText'),
      action: t('forms.table.anyway'),
    };
    if (open > 0 && !(await confirm(question))) return;
    await save(async () => {
      const { name, bytes } = await batches.table({ id: own.id, kind, language: i18n.global.locale.value });
      return { name, content: new Blob([new Uint8Array(bytes)], { type: TYPES[kind] }) };
    });
  }

  const icons = { csv: Table, xlsx: FileSpreadsheet, json: FileJson };
  const menu = computed<MenuEntry[]>(() =>
    (['xlsx', 'csv', 'json'] as const).map((kind) => ({
      label: t(`forms.table.kinds.${kind}`),
      icon: icons[kind],
      select: () => void exportAs(kind),
    })),
  );
  return { menu, exportAs };
}
