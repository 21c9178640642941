// SPDX-License-Identifier: Apache-2.0
/**
 * What was typed and chosen while the script of the page was on its way. Hydration writes what the server had into every
 * control: what this answers puts the person's own back. Nobody's are hidden fields and files.
 */
export function typedSoFar(): () => void {
  const texts = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
    .filter(({ type }) => type !== 'hidden' && type !== 'file')
    .filter((one) => one.value !== one.defaultValue || ('checked' in one && one.checked !== one.defaultChecked))
    .map((one) => ({ one, value: one.value, checked: 'checked' in one && one.checked }));
  const choices = [...document.querySelectorAll('select')]
    .filter(({ options }) => [...options].some((option) => option.selected !== option.defaultSelected))
    .map((one) => ({ one, at: one.selectedIndex }));
  return () => {
    for (const { one, value, checked } of texts) Object.assign(one, 'checked' in one ? { value, checked } : { value });
    for (const { one, at } of choices) one.selectedIndex = at;
  };
}
