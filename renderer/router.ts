import { createRouter, createWebHashHistory } from 'vue-router';
import type { Router } from 'vue-router';
import type { MessageKey } from './i18n/index.ts';
import HomeView from './views/HomeView.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** The page's name, for the document's title. */
    readonly title: MessageKey;
    /** The rail's entry that the page belongs to, where it is not the page's own. */
    readonly under?: string;
  }
}

/** Hash routes work alike under app:// and http. */
export const createAppRouter = (): Router =>
  createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: HomeView, meta: { title: 'frame.nav.home' } },
      {
        path: '/train',
        name: 'train',
        component: () => import('./views/TrainView.vue'),
        meta: { title: 'frame.nav.train' },
      },
      {
        path: '/runs',
        name: 'runs',
        component: () => import('./views/RunsView.vue'),
        meta: { title: 'frame.nav.runs' },
      },
      {
        path: '/runs/:id',
        name: 'run',
        component: () => import('./views/RunView.vue'),
        props: true,
        meta: { title: 'frame.nav.runs', under: 'runs' },
      },
      {
        path: '/draw',
        name: 'draw',
        component: () => import('./views/DrawView.vue'),
        meta: { title: 'frame.nav.draw' },
      },
      {
        path: '/settings',
        name: 'settings',
        component: () => import('./views/SettingsView.vue'),
        meta: { title: 'frame.nav.settings' },
      },
      { path: '/:path(.*)*', redirect: { name: 'home' } },
    ],
  });
