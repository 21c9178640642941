// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { box, healthOf, layOut, mapWidth } from '../src/areas/exchange/traffic-map.ts';

const parties = ['A', 'B', 'C', 'D', 'E', 'F', 'G', ''];
const line = (client: string, provider: string, calls: number) => ({
  client: { id: client, name: undefined },
  provider: { id: provider, name: undefined },
  calls,
  refused: 0,
  failed: 0,
});
const everybody = parties.flatMap((from, i) => parties.map((to, j) => line(from, to, 10 ** ((i + j) % 7))));

it.each([0, 1, 2, 5, 13, 64].flatMap((count) => [false, true].map((rightToLeft) => ({ count, rightToLeft }))))(
  'gives each party of $count lines one place within the picture (right to left: $rightToLeft)',
  ({ count, rightToLeft }) => {
    const map = layOut(everybody.slice(0, count), rightToLeft);
    expect(map.lines.length).toBe(Math.min(count, 40));
    for (const column of [map.clients, map.providers]) {
      expect(new Set(column.map(({ id }) => id)).size).toBe(column.length);
      for (const { x, y } of column) {
        expect(x >= 0 && x + box.width <= mapWidth).toBe(true);
        expect(y >= 0 && y + box.height <= map.height).toBe(true);
      }
    }
    for (const { width, label } of map.lines) {
      expect(width >= 1.5 && width <= 10).toBe(true);
      expect(label.x > box.width && label.x < mapWidth - box.width).toBe(true);
    }
  },
);

it('puts callers where reading begins', () => {
  const edges = [line('A', 'B', 1)];
  const [left, right] = [layOut(edges, false), layOut(edges, true)];
  expect([left.clients[0]?.x, left.providers[0]?.x]).toEqual([0, mapWidth - box.width]);
  expect([right.clients[0]?.x, right.providers[0]?.x]).toEqual([mapWidth - box.width, 0]);
});

it.each([
  [1000, 0, 9, 'good'],
  [1000, 5, 5, 'warn'],
  [1000, 25, 24, 'warn'],
  [1000, 25, 25, 'bad'],
  [0, 0, 0, 'good'],
])('%i calls with %i refused and %i failed are %s', (calls, refused, failed, health) => {
  expect(healthOf({ calls, refused, failed })).toBe(health);
});
