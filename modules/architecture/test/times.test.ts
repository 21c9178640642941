// SPDX-License-Identifier: Apache-2.0
/** Two times: what holds on a day, as it was known. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endFrom, type Span, writeFrom, type Written } from '../src/elements/times.ts';

interface Valued extends Span {
  readonly value: number | undefined;
}
const days = Array.from({ length: 12 }, (_, at) => `2026-01-${String(at + 1).padStart(2, '0')}`);
let serial = 0;
function after(spans: readonly Valued[], written: Written<Valued>, value: number | undefined): Valued[] {
  const left = spans.filter((span) => !written.forget.includes(span));
  const kept = written.keep.map(({ of, validUntil }) => ({ ...of, id: `${++serial}`, validUntil }));
  const added = written.add ? [{ id: `${++serial}`, value, ...written.add }] : [];
  return [...left, ...kept, ...added].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}
const holding = (spans: readonly Valued[], day: string) =>
  spans.filter(({ validFrom, validUntil }) => validFrom <= day && (!validUntil || day < validUntil));

test('whatever is written in whatever order, each day has one value: the last that was written for it', () => {
  const step = fc.record({ day: fc.constantFrom(...days), value: fc.option(fc.nat(99), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let spans: Valued[] = [];
      const model = new Map<string, number | undefined>();
      const starts = new Set<string>();
      for (const { day, value } of steps) {
        if (value === undefined) {
          spans = after(spans, endFrom(spans, day), undefined);
          for (const one of days) if (one >= day) model.set(one, undefined);
          for (const one of [...starts]) if (one >= day) starts.delete(one);
        } else {
          const covering = holding(spans, day)[0];
          const next = spans.find(({ validFrom }) => validFrom > day);
          const until = covering?.validUntil ?? next?.validFrom ?? null;
          spans = after(spans, writeFrom(spans, day), value);
          for (const one of days) if (one >= day && (!until || one < until)) model.set(one, value);
        }
        for (const one of days) {
          const found = holding(spans, one);
          expect(found.length).toBeLessThanOrEqual(1);
          expect(found[0]?.value).toBe(model.get(one));
        }
      }
    }),
  );
});

test('what is planned for later stays when something changes before it', () => {
  const now: Valued = { id: 'now', validFrom: '2026-01-01', validUntil: '2026-01-08', value: 1 };
  const planned: Valued = { id: 'planned', validFrom: '2026-01-08', validUntil: null, value: 2 };
  expect(writeFrom([now, planned], '2026-01-04')).toMatchObject({
    forget: [now],
    keep: [{ of: now, validUntil: '2026-01-04' }],
    add: { validFrom: '2026-01-04', validUntil: '2026-01-08' },
  });
});
