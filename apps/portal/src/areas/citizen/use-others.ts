// SPDX-License-Identifier: Apache-2.0
import { onMounted, onUnmounted, type Ref, shallowRef } from 'vue';
import type { FormProps } from './form.page.ts';

type Others = FormProps['others'];
const everyMs = 8000;

/**
 * Who else has the draft open: as the page was loaded, then asked for every few seconds while the tab is seen. A failed try
 * leaves what was there.
 */
export function useOthers(loaded: Others): Ref<Others> {
  const others = shallowRef(loaded);
  let timer: ReturnType<typeof setInterval> | undefined;
  async function ask(): Promise<void> {
    const [, caseId, page] = /^\/cases\/([0-9a-f-]{36})\/form\/([a-z0-9-]+)/.exec(location.pathname) ?? [];
    if (document.hidden || !caseId) return;
    const answer = await fetch(`/api/portfolio/drafts/${caseId}/presence`, {
      ...{ method: 'PUT', credentials: 'same-origin', body: JSON.stringify({ page }) },
      headers: { 'content-type': 'application/json' },
    });
    if (answer.ok) others.value = ((await answer.json()) as { others: Others }).others;
  }
  onMounted(() => {
    timer = setInterval(() => void ask().catch(() => undefined), everyMs);
  });
  onUnmounted(() => clearInterval(timer));
  return others;
}
