// SPDX-License-Identifier: Apache-2.0
import { onScopeDispose } from 'vue';
import { type Page, usePage } from '../app/use-page.ts';

/**
 * The id of a field: `f-<name>`, where the error summary leads, and a number behind it where other forms of the page have a
 * field of this name, since a label and an error belong to the first element of their id (HTML, 3.2.6).
 */
export function fieldId({ ids }: Pick<Page, 'ids'>, name: string): string {
  let id = `f-${name}`;
  for (let count = 2; ids.has(id); count++) id = `f-${name}_${count}`;
  ids.add(id);
  return id;
}

/** Ids, error and description of one field, the same for every kind of input. */
export function useField(name: () => string, hasHint: () => boolean) {
  const page = usePage();
  let own: string | undefined;
  // Not before it is shown: what shows another field instead leaves the id to it.
  const id = () => (own ??= fieldId(page, name()));
  onScopeDispose(() => own && page.ids.delete(own));
  const error = () => page.errorAt(name());
  const describedBy = () =>
    [hasHint() ? `${id()}-hint` : '', error() ? `${id()}-error` : ''].filter(Boolean).join(' ') || undefined;
  return { page, id, error, describedBy };
}
