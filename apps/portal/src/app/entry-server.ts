// SPDX-License-Identifier: Apache-2.0
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import Shell from '../design/Shell.vue';
import { loadComponent } from './components.ts';
import type { Messages } from './format.ts';
import type { PageData, Rendered } from './page-data.ts';
import { providePage } from './use-page.ts';

export async function render(data: PageData): Promise<Rendered> {
  const component = await loadComponent(data.component);
  const messages: Messages = {};
  const app = createSSRApp({ render: () => h(Shell, null, () => h(component, { page: data.props })) });
  const page = providePage(app, data, (key, message) => {
    messages[key] = message;
  });
  const html = await renderToString(app);
  return { html, title: page.title, messages };
}
