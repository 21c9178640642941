// SPDX-License-Identifier: Apache-2.0
/** Where a reader stands in the events of its subscription: opaque to it, and good for that subscription alone. */

export const cursorAt = (subscription: string, position: number): string =>
  Buffer.from(`${subscription}:${position}`).toString('base64url');

/** Undefined for a text that `cursorAt` did not make for this subscription. */
export function positionOf(subscription: string, cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const position = Number(text.slice(subscription.length + 1));
  const good = Number.isSafeInteger(position) && position >= 0 && cursorAt(subscription, position) === cursor;
  return good ? position : undefined;
}
