import { nextTick, onUnmounted, watchEffect } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { t } from '../../i18n/index.ts';
import { useWindowKeys } from '../../ui/index.ts';
import type { MessageKey } from '../../i18n/index.ts';
import { pageTitle } from './page-title.ts';
import { RAIL } from './rail.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name, for the document's title. */
    readonly title: MessageKey;
    /** The rail's entry that the page belongs to, where it is not the page's own. */
    readonly under?: string;
    /** One page for all its addresses: it stays, with its focus, when one of them follows another. */
    readonly steady?: boolean;
  }
}

/** The document's title is the news, if there is any, or else follows the page; the focus goes to a new page's heading; Alt and a key open a rail entry. */
export function useNavigation(news: () => string | null): void {
  const route = useRoute();
  const router = useRouter();

  watchEffect(() => {
    const page = news() ?? pageTitle.value ?? (route.meta.title === undefined ? null : t(route.meta.title));
    document.title = page === null ? t('frame.product') : t('frame.documentTitle', { page });
  });

  const stopFollowing = router.afterEach((to, from, failure) => {
    const first = from.matched.length === 0;
    const stays = to.meta.steady === true && to.name === from.name;
    if (failure === undefined && !first && !stays && to.path !== from.path) void focusHeading();
  });

  function onKey(event: KeyboardEvent): void {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const pressed = /^(?:Digit|Key)(.)$/.exec(event.code)?.[1];
    const entry = RAIL.find(({ key }) => key === pressed);
    if (entry === undefined) return;
    event.preventDefault();
    void router.push({ name: entry.name });
  }

  useWindowKeys(onKey);
  onUnmounted(stopFollowing);
}

async function focusHeading(): Promise<void> {
  await nextTick();
  const heading = document.querySelector<HTMLElement>('main [data-page-title]') ?? document.querySelector('main');
  heading?.focus({ preventScroll: true });
}
