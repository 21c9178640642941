// SPDX-License-Identifier: Apache-2.0
/** Pages of a list: one row more is read than shown, and the cursor of the next page is where the shown ones end. */
import { pageLength } from './contract.ts';
import { refuse } from './refusal.ts';
import { isCalendarDate, isInstant } from './text/date.ts';

export interface PageAsked {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

type Rows<Row> = readonly Row[] | { readonly rows: readonly Row[] };

/**
 * A page of what `read` finds when asked for so many rows after the cursor: rows, or what a query answers. `cursorOf`
 * says where a row stands: its `id` when not given (`IdPageInput`), or `writeCursor` of what the list is ordered by
 * (`PageInput`).
 */
export function pageOfRows<Row, Item>(
  asked: Omit<PageAsked, 'cursor'>,
  read: (count: number) => Promise<Rows<Row>>,
  itemOf: (row: Row) => Item | Promise<Item>,
  cursorOf: (row: Row) => string,
): Promise<Page<Item>>;
export function pageOfRows<Row extends { readonly id: string }, Item>(
  asked: Omit<PageAsked, 'cursor'>,
  read: (count: number) => Promise<Rows<Row>>,
  itemOf: (row: Row) => Item | Promise<Item>,
): Promise<Page<Item>>;
export async function pageOfRows<Row extends { readonly id: string }, Item>(
  { limit = pageLength }: Omit<PageAsked, 'cursor'>,
  read: (count: number) => Promise<Rows<Row>>,
  itemOf: (row: Row) => Item | Promise<Item>,
  cursorOf: (row: Row) => string = ({ id }) => id,
): Promise<Page<Item>> {
  const found = await read(limit + 1);
  const rows = 'rows' in found ? found.rows : found;
  const shown = rows.slice(0, limit);
  const items: Item[] = [];
  for (const row of shown) items.push(await itemOf(row));
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return last === undefined ? { items } : { items, nextCursor: cursorOf(last) };
}

const forms = {
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  integer: /^\d{1,15}$/,
  name: /^[\x21-\x7e]{1,300}$/,
} as const;
export type CursorPart = keyof typeof forms;
/** What has the form of a day or an instant may be none of the calendar. */
const exists: Partial<Record<CursorPart, (part: string) => boolean>> = { instant: isInstant, date: isCalendarDate };

/** An opaque cursor of what a list is ordered by: UUIDs, instants (RFC 3339, UTC), days, whole numbers, names without spaces. */
export const writeCursor = (...parts: readonly (string | number | Date)[]): string =>
  Buffer.from(parts.map((part) => (part instanceof Date ? part.toISOString() : String(part))).join(' ')).toString(
    'base64url',
  );

/** The parts of a cursor, each of its form; undefined for the first page. Refuses `kernel.input-invalid` on any other text. */
export function readCursor<const Parts extends readonly CursorPart[]>(
  cursor: string | undefined,
  ...kinds: Parts
): { [K in keyof Parts]: string } | undefined {
  if (cursor === undefined) return undefined;
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  const fits =
    parts.length === kinds.length &&
    writeCursor(...parts) === cursor &&
    kinds.every((kind, at) => {
      const part = parts[at] ?? '';
      return forms[kind].test(part) && (exists[kind]?.(part) ?? true);
    });
  if (!fits) refuse('invalid', 'kernel.input-invalid', 'This page does not exist any more. Start from the first one.');
  return parts as { [K in keyof Parts]: string };
}
