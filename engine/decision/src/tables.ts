// SPDX-License-Identifier: Apache-2.0
import type { Model, Table } from './model.ts';

/** Every table of a model with the element it stands in, however deep. */
export function tablesOf(model: Model): { element: string; table: Table }[] {
  return model.elements.flatMap((element) =>
    'logic' in element ? tablesIn(element.logic).map((table) => ({ element: element.name, table })) : [],
  );
}

function tablesIn(part: unknown): Table[] {
  if (Array.isArray(part)) return part.flatMap(tablesIn);
  if (typeof part !== 'object' || part === null) return [];
  return (part as { kind?: unknown }).kind === 'table' ? [part as Table] : Object.values(part).flatMap(tablesIn);
}
