import { computed, ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { Bookmark, BookmarkPlus, Trash2 } from '@lucide/vue';
import type { Settings } from '../../../shared/contract/schemas/settings.ts';
import { t } from '../../i18n/index.ts';
import { useSettings } from '../../stores/settings.ts';
import { useToasts, useWithUndo } from '../../ui/index.ts';
import type { MenuEntry } from '../../ui/index.ts';

type RunView = Settings['runViews'][number];

/** Views of the table by name: what stands behind the `?` of the address, and which columns. */
export function useViews() {
  const settings = useSettings();
  const toasts = useToasts();
  const withUndo = useWithUndo();
  const route = useRoute();
  const router = useRouter();
  /** The name to begin with while one is asked for; null: none is. */
  const naming = ref<string | null>(null);

  const here = (): string => new URLSearchParams(route.query as Record<string, string>).toString();
  async function show({ query, columns }: RunView): Promise<void> {
    await router.push({ name: 'runs', query: Object.fromEntries(new URLSearchParams(query)) });
    if (columns !== undefined) await settings.update({ runColumns: columns });
  }

  async function save(name: string): Promise<void> {
    await settings.update({ runViews: [...settings.runViews, { name, query: here(), columns: settings.runColumns }] });
    toasts.show({ tone: 'ok', title: t('runTable.viewSaved', { name }) });
  }
  function remove(name: string): Promise<boolean> {
    const before = settings.runViews;
    return withUndo({
      act: () => settings.update({ runViews: before.filter((view) => view.name !== name) }),
      words: () => ({ title: t('runTable.viewRemoved', { name }) }),
      undo: () => settings.update({ runViews: before }),
    });
  }
  const problem = (name: string): string | undefined => {
    if (name === '') return t('runs.nameMissing');
    return settings.runViews.some((view) => view.name === name) ? t('runTable.viewTaken') : undefined;
  };

  const menu = computed<MenuEntry[]>(() => {
    const current = here();
    const views = settings.runViews;
    return [
      ...views.map((view) => ({
        label: view.name,
        icon: Bookmark,
        select: () => void show(view).catch((thrown: unknown) => toasts.error(thrown)),
      })),
      ...(views.length > 0 ? (['separator'] as const) : []),
      { label: t('runTable.saveView'), icon: BookmarkPlus, select: () => void (naming.value = '') },
      ...views
        .filter(({ query }) => query === current)
        .map(({ name }) => ({
          label: t('runTable.removeView', { name }),
          icon: Trash2,
          danger: true,
          select: () => void remove(name),
        })),
    ];
  });
  return { menu, naming, save, problem };
}
