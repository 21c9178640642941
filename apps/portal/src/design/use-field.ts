// SPDX-License-Identifier: Apache-2.0
import { usePage } from '../app/use-page.ts';

/** Ids, error and description of one field, the same for every kind of input. */
export function useField(name: () => string, hasHint: () => boolean) {
  const page = usePage();
  const id = () => `f-${name()}`;
  const error = () => page.errorAt(name());
  const describedBy = () =>
    [hasHint() ? `${id()}-hint` : '', error() ? `${id()}-error` : ''].filter(Boolean).join(' ') || undefined;
  return { page, id, error, describedBy };
}
