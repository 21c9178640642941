// SPDX-License-Identifier: Apache-2.0
import { onMounted, onUnmounted, type Ref, ref, shallowRef } from 'vue';
import type { PageData } from './page-data.ts';
import { usePage } from './use-page.ts';

/**
 * What the page shows, asked for again at its own address every so often while the tab is seen; `running` is undefined
 * until the browser can do that, and set to false it stops. A failed try leaves what was there.
 */
export function useRefresh<T>(props: T, everyMs: number): { shown: Ref<T>; running: Ref<boolean | undefined> } {
  const page = usePage();
  const shown = shallowRef(props);
  const running = ref<boolean>();
  let timer: ReturnType<typeof setInterval> | undefined;

  async function refresh(): Promise<void> {
    if (!running.value || document.hidden) return;
    const answer = await fetch(location.href, { credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const data = JSON.parse(fresh.getElementById('page-data')?.textContent ?? 'null') as PageData | null;
    if (data?.component !== page.data.component || !running.value) return;
    Object.assign(page.data.messages, data.messages);
    Object.assign(page.data.formats, data.formats);
    shown.value = data.props as T;
  }
  onMounted(() => {
    running.value = true;
    timer = setInterval(() => void refresh().catch(() => undefined), everyMs);
  });
  onUnmounted(() => clearInterval(timer));
  return { shown, running };
}
