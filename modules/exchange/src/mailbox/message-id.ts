// SPDX-License-Identifier: Apache-2.0
/** Time inside a message id (RFC 9562): an old one comes from a wrong clock or a message sent far too late. */

const longestMs = 2 * 86_400_000;
/** From 15 October 1582, where version 1 counts from, to 1970, in milliseconds. */
const gregorianMs = 12_219_292_800_000n;

/** Milliseconds since 1970 of a version 1 or version 7 id; undefined for the others, which carry no time. */
export function timeOfId(id: string): number | undefined {
  const hex = id.replaceAll('-', '');
  if (hex[12] === '7') return Number.parseInt(hex.slice(0, 12), 16);
  if (hex[12] !== '1') return undefined;
  const ticks = BigInt(`0x${hex.slice(13, 16)}${hex.slice(8, 12)}${hex.slice(0, 8)}`);
  return Number(ticks / 10_000n - gregorianMs);
}

/** Whether the id's own time is more than two days old (StaleMessageId of SMEV 1.3). */
export function isStaleId(id: string, now: Date): boolean {
  const at = timeOfId(id);
  return at !== undefined && at < now.getTime() - longestMs;
}
