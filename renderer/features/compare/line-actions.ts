import { ArrowDown, ArrowUp, ExternalLink, X } from '@lucide/vue';
import { watch, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import type { ComparedLine } from '../../../shared/runs/compared-lines.ts';
import { t } from '../../i18n/index.ts';
import type { MenuEntry } from '../../ui/index.ts';
import type { Compared } from './use-compared.ts';

/** What can be done with a line, by its menu or by keys on its name. `body` has the lines' names in their order. */
export function useLineActions(compared: Compared, body: Readonly<Ref<HTMLElement | null>>) {
  const router = useRouter();

  function menuOf(line: ComparedLine, place: number): MenuEntry[] {
    const last = compared.lines.value.length - 1;
    const open = { name: 'run', params: { id: line.runs[0]!.id } };
    const move = (by: -1 | 1) => () => compared.move(line, by);
    return [
      { label: t('compare.open'), icon: ExternalLink, select: () => void router.push(open) },
      { label: t('compare.moveUp'), icon: ArrowUp, kbd: 'Alt+↑', disabled: place === 0, select: move(-1) },
      { label: t('compare.moveDown'), icon: ArrowDown, kbd: 'Alt+↓', disabled: place === last, select: move(1) },
      'separator',
      { label: t('compare.remove'), icon: X, kbd: 'Delete', select: () => compared.remove(line) },
    ];
  }

  /** The line that is to have the focus once the rows stand anew: a row that moves loses it. */
  let focused: string | null = null;
  function onKey(event: KeyboardEvent, line: ComparedLine): void {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    const place = compared.lines.value.indexOf(line);
    const next = compared.lines.value[place + 1] ?? compared.lines.value[place - 1];
    if (event.altKey && by !== undefined) {
      focused = line.id;
      compared.move(line, by);
    } else if (event.key === 'Delete') {
      focused = next?.id ?? null;
      compared.remove(line);
    } else return;
    event.preventDefault();
  }
  watch(
    () => compared.lines.value.map(({ id }) => id).join(),
    () => {
      const place = compared.lines.value.findIndex(({ id }) => id === focused);
      focused = null;
      body.value?.querySelectorAll<HTMLElement>('.name')[place]?.focus();
    },
    { flush: 'post' },
  );
  return { menuOf, onKey };
}
