// SPDX-License-Identifier: Apache-2.0
/**
 * How what holds from a day on is written among what is known: from that day until the next that is planned already, or until
 * the element ends. Pure.
 */
export interface Span {
  readonly id: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}
export interface Written<S extends Span> {
  /** Spans that are known no longer. */
  readonly forget: readonly S[];
  /** What of them still holds, with its new end. */
  readonly keep: readonly { readonly of: S; readonly validUntil: string }[];
  /** The new span; undefined where there was only an end to write. */
  readonly add?: { readonly validFrom: string; readonly validUntil: string | null };
}

const holds = ({ validFrom, validUntil }: Span, day: string) => validFrom <= day && (!validUntil || day < validUntil);

/** @param spans in the order of days, none over another */
export function writeFrom<S extends Span>(spans: readonly S[], day: string): Written<S> {
  const covering = spans.find((span) => holds(span, day));
  const next = spans.find(({ validFrom }) => validFrom > day);
  const validUntil = covering?.validUntil ?? next?.validFrom ?? null;
  return {
    forget: covering ? [covering] : [],
    keep: covering && covering.validFrom < day ? [{ of: covering, validUntil: day }] : [],
    add: { validFrom: day, validUntil },
  };
}

/** Nothing holds from that day on. */
export function endFrom<S extends Span>(spans: readonly S[], day: string): Written<S> {
  const covering = spans.find((span) => holds(span, day));
  const later = spans.filter(({ validFrom }) => validFrom > day);
  return {
    forget: covering ? [covering, ...later] : later,
    keep: covering && covering.validFrom < day ? [{ of: covering, validUntil: day }] : [],
  };
}
