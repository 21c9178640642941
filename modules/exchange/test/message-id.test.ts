// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStaleId, timeOfId } from '../src/mailbox/message-id.ts';

const now = new Date('2026-11-21T12:00:00Z');
const hours = (count: number) => now.getTime() - count * 3_600_000;
const hex = (value: bigint, digits: number) => value.toString(16).padStart(digits, '0');

/** RFC 9562 section 5.1. */
function version1(ms: number): string {
  const ticks = hex((BigInt(ms) + 12_219_292_800_000n) * 10_000n, 15);
  return `${ticks.slice(7)}-${ticks.slice(3, 7)}-1${ticks.slice(0, 3)}-8000-0242ac120002`;
}
/** RFC 9562 section 5.7. */
const version7 = (ms: number) => `${hex(BigInt(ms), 12).replace(/(.{8})/, '$1-')}-7abc-8000-0242ac120002`;

test('version 1 and version 7 ids tell their time to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      expect([timeOfId(version1(ms)), timeOfId(version7(ms))]).toEqual([ms, ms]);
    }),
  );
});

test('the example of RFC 9562 appendix A.1 tells its time', () => {
  expect(timeOfId('c232ab00-9414-11ec-b3c8-9f6bdeced846')).toBe(Date.parse('2022-02-22T19:22:22Z'));
});

test.each([
  ['a version 1 id of 47 hours ago', version1(hours(47)), false],
  ['a version 1 id of 49 hours ago', version1(hours(49)), true],
  ['a version 7 id of 47 hours ago', version7(hours(47)), false],
  ['a version 7 id of 49 hours ago', version7(hours(49)), true],
  ['a version 4 id', '6f9619ff-8b86-4011-b42d-00cf4fc964ff', false],
])('%s: stale %#', (_name, id, stale) => {
  expect(isStaleId(id, now)).toBe(stale);
});
