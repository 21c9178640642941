// SPDX-License-Identifier: Apache-2.0
import '../design/style.css';
import { createSSRApp, h } from 'vue';
import Shell from '../design/Shell.vue';
import { loadComponent } from './components.ts';
import type { PageData } from './page-data.ts';
import { typedSoFar } from './typed-so-far.ts';
import { providePage } from './use-page.ts';

async function hydrate(): Promise<void> {
  const source = document.getElementById('page-data')?.textContent;
  if (!source) return;
  const data = JSON.parse(source) as PageData;
  const component = await loadComponent(data.component);
  const app = createSSRApp({ render: () => h(Shell, null, () => h(component, { page: data.props })) });
  providePage(app, data);
  const putBack = typedSoFar();
  app.mount('#app');
  putBack();
  document.documentElement.dataset.hydrated = '';
}

await hydrate();
