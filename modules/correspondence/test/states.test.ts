// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryState } from '../src/contract.ts';
import { isBack, isTaken, stateAfter } from '../src/states.ts';

/** What an honest addressee says of one copy, in its order. */
const story: fc.Arbitrary<DeliveryState[]> = fc.oneof(
  fc
    .integer({ min: 0, max: 5 })
    .map((count) => (['sent', 'delivered', 'registered', 'in-execution', 'executed'] as const).slice(0, count)),
  fc.constant<DeliveryState[]>(['sent', 'refused']),
  fc.constant<DeliveryState[]>(['sent', 'delivered', 'recalled']),
);
const apply = (said: readonly DeliveryState[]) =>
  said.reduce<DeliveryState>((state, next) => stateAfter(state, next) ?? state, 'queued');

test('receipts in any order and any number of times lead where they lead in their own order once', () => {
  fc.assert(
    fc.property(
      story.chain((said) =>
        fc.record({
          said: fc.constant(said),
          mixed: fc.array(fc.nat({ max: Math.max(said.length - 1, 0) }), { maxLength: 8 }).chain((again) =>
            fc.shuffledSubarray([...said, ...again.flatMap((at) => said[at] ?? [])], {
              minLength: said.length + (said.length > 0 ? again.length : 0),
            }),
          ),
        }),
      ),
      ({ said, mixed }) => {
        expect(apply(mixed)).toBe(apply(said));
      },
    ),
  );
});

test('a copy that was registered or came back never leaves that again, whatever is said of it', () => {
  const anything = fc.array(
    fc.constantFrom<DeliveryState>(
      ...(['queued', 'sent', 'delivered', 'registered', 'in-execution', 'executed', 'refused', 'recalled'] as const),
    ),
  );
  fc.assert(
    fc.property(anything, anything, (before, after) => {
      const [then, later] = [apply(before), apply([...before, ...after])];
      if (isTaken(then)) expect(isTaken(later)).toBe(true);
      if (isBack(then)) expect(later).toBe(then);
    }),
  );
});
