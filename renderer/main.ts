import './api/strict-csp.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/math.css';
import './styles/paper.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { openHost } from './api/open-host.ts';
import { takePageKey } from './api/page-key.ts';
import App from './App.vue';
import { tellPageFaults } from './features/reports/tell-page-faults.ts';
import { createAppRouter } from './router.ts';
import { useHost } from './stores/host.ts';

takePageKey();

const app = createApp(App);
const router = createAppRouter();
app.use(createPinia());
app.use(router);
tellPageFaults(app, router);
app.mount('#app');

void useHost().connect(openHost);
