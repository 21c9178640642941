// SPDX-License-Identifier: Apache-2.0
/** A desk by keyboard alone: what the links and forms of the page do anyway, under keys of one letter. */
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('main tbody tr')];
const linkOf = (row: HTMLElement | undefined) => row?.querySelector<HTMLElement>('a');

export function deskKeys(event: KeyboardEvent): void {
  const typing = (event.target as HTMLElement).closest('input, textarea, select');
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const row = all[at];
  if (event.key === 'j') linkOf(all[Math.min(at + 1, all.length - 1)])?.focus();
  else if (event.key === 'k') linkOf(all[Math.max(at - 1, 0)])?.focus();
  else if (event.key === 'r' || event.key === 'a')
    row?.querySelector<HTMLElement>(`[data-key="${event.key}"]`)?.click();
  // Signing asks for a key: that is on the page of the document.
  else if (event.key === 's') linkOf(row)?.click();
  else return;
  event.preventDefault();
}
