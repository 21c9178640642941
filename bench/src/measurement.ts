// SPDX-License-Identifier: Apache-2.0
/** One figure, next to what it is compared with in the same run. */
export interface Measurement {
  readonly bench: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** A peer or a raw limit, in the same unit. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** `value / peer.value` */
  readonly ratio?: number;
  readonly details: Readonly<Record<string, number>>;
}

export function measurement(
  bench: string,
  name: string,
  value: number,
  unit: string,
  details: Measurement['details'] = {},
  peer?: Measurement['peer'],
): Measurement {
  return { bench, name, value, unit, details, ...(peer ? { peer, ratio: value / peer.value } : {}) };
}

/** Four significant digits; whole numbers from a thousand on. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));

/** One object a line. */
export const asJson = (all: readonly Measurement[]): string => all.map((one) => JSON.stringify(one)).join('\n');

/** Columns for people; the details of a measurement follow on a line of their own. */
export function asTable(all: readonly Measurement[]): string {
  const head = ['bench', 'measured', 'value', 'unit', 'against', 'value', 'ratio'];
  const rows = all.map(({ bench, name, value, unit, peer, ratio }) => [
    bench,
    name,
    figure(value),
    unit,
    peer?.name ?? '',
    peer ? figure(peer.value) : '',
    ratio === undefined ? '' : ratio.toFixed(3),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = rows.flatMap((row, index) => {
    const details = Object.entries(all[index]?.details ?? {}).map(([name, value]) => `${name} ${figure(value)}`);
    return [line(row), ...(details.length > 0 ? [`    ${details.join(', ')}`] : [])];
  });
  return [line(head), ...lines].join('\n');
}

/** In no order before. */
export const quantile = (times: readonly number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0;
