// SPDX-License-Identifier: Apache-2.0
/** Areas of activity by domain; technologies by ring. */
import { type Area, getLandscape, listElements } from '@stoa/architecture/contract';
import { drawTiles, levelOf } from './shapes.ts';
import type { Draw } from './picture.ts';

const inUse = ({ stages }: Area) =>
  stages.filter(({ value }) => value === 'industrial' || value === 'development').reduce((n, one) => n + one.count, 0);

export const landscape: Draw = async ({ call, filter, say, word, money, number, rtl }, { by = 'stage' }) => {
  const { areas } = await call(getLandscape, filter);
  const valueOf = (area: Area) => (by === 'cost' ? area.costYear : by === 'risk' ? area.untested : inUse(area));
  const most = Math.max(...areas.map(valueOf), 1);
  const domains = new Map(areas.flatMap(({ domain }) => (domain ? [[domain.code, say(domain.name)] as const] : [])));
  const groups = [...domains].map(([code, title]) => ({
    title,
    tiles: areas
      .filter(({ domain }) => domain?.code === code)
      .map((area) => ({
        label: say(area.name),
        text: by === 'cost' ? money(area.costYear) : number(by === 'risk' ? area.untested : area.objects),
        style: area.objects === 0 ? 'l0' : levelOf(valueOf(area), most),
      })),
  }));
  return {
    ...{ title: word('landscape'), note: word(by === 'score' ? 'by-stage' : `by-${by}`) },
    drawing: drawTiles(rtl, groups),
    table: {
      columns: [word('domain'), word('code'), word('area'), word('objects'), word('cost-year'), word('by-risk')],
      rows: areas.map((area) => [
        ...[area.domain ? say(area.domain.name) : '', area.code, say(area.name)],
        ...[area.objects, area.costYear / 100, area.untested],
      ]),
    },
  };
};

const rings = { adopt: 'l4', trial: 'l2', hold: 'warn', retire: 'bad' } as const;
export const radar: Draw = async ({ call, filter: { on }, vocabulary, say, word, date, rtl }) => {
  const { items } = await call(listElements, { kind: 'technology', limit: 100, ...(on ? { on } : {}) });
  const titleOf = (ring: string) => say(vocabulary.fields.radar?.choices?.[ring] ?? { en: ring });
  const endOf = (one: (typeof items)[number]) => String(one.facts['end-of-life'] ?? '');
  return {
    title: word('radar'),
    drawing: drawTiles(
      rtl,
      Object.entries(rings).map(([ring, style]) => ({
        title: titleOf(ring),
        tiles: items
          .filter(({ facts }) => facts.radar === ring)
          .map((one) => ({ label: say(one.name), text: endOf(one) ? date(endOf(one)) : '', style })),
      })),
    ),
    table: {
      columns: [word('code'), word('name'), word('radar'), word('end-of-life')],
      rows: items.map((one) => [one.code, say(one.name), titleOf(String(one.facts.radar ?? '')), endOf(one)]),
    },
  };
};
