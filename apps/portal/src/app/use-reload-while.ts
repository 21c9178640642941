// SPDX-License-Identifier: Apache-2.0
import { onMounted, onUnmounted } from 'vue';

const everyMs = 3_000;
const mostTimes = 20;
const counter = 'stoa-reloads';

/** Loads the page again every three seconds, at most a minute long, while something behind it is still on its way. */
export function useReloadWhile(waiting: boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onMounted(() => {
    const done = Number(sessionStorage.getItem(counter) ?? 0);
    if (!waiting || done >= mostTimes) return sessionStorage.removeItem(counter);
    sessionStorage.setItem(counter, String(done + 1));
    timer = setTimeout(() => location.reload(), everyMs);
  });
  onUnmounted(() => clearTimeout(timer));
}
