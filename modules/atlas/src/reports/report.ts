// SPDX-License-Identifier: Apache-2.0
/** What the register says of all, a body or a domain, in one paper or one workbook. */
import { type FindingKind, getFigures, getLandscape, sumFindings } from '@stoa/architecture/contract';
import { type ModuleRuntime, queueOf } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { typeset } from '@stoa/kernel/typeset';
import { readFileSync } from 'node:fs';
import { type Asking, askingOf, isWord } from '../asking.ts';
import type { PictureAsked, ReportAsked } from '../contract.ts';
import { type Made, type Table, workbookOf } from '../files/table.ts';
import { pictures, svgOf } from '../pictures/pictures.ts';

const template = readFileSync(new URL('../../typst/report.typ', import.meta.url), 'utf8');
const turns = queueOf('Making reports', 1, 10);

interface Section {
  readonly table: Table;
  readonly svg?: string;
}
async function figuresOf({ call, filter, word, say, vocabulary }: Asking): Promise<Section> {
  const { kinds, owners } = await call(getFigures, filter);
  return {
    table: {
      ...{ title: word('figures'), columns: [word('kind'), word('count')] },
      rows: [
        [word('owners'), owners],
        ...kinds.map(({ value, count }) => [say(vocabulary.kinds[value]?.title ?? { en: value }), count]),
      ],
    },
  };
}
const titleOf = ({ word }: Asking, kind: FindingKind) => {
  const key = `finding-${kind}`;
  return isWord(key) ? word(key) : kind;
};
/** Findings of today: the register does not keep which there were on another day. */
async function findingsOf(asking: Asking): Promise<Section> {
  const { call, filter, word } = asking;
  const { sums } = await call(sumFindings, filter.ownerId ? { ownerId: filter.ownerId } : {});
  return {
    table: {
      title: word('findings'),
      columns: [word('findings'), word('state'), word('count'), word('saving')],
      rows: sums.map(({ kind, state, count, saving }) => [
        ...[titleOf(asking, kind), word(`finding-is-${state}`), count, saving / 100],
      ]),
    },
  };
}
async function pictureOf(asking: Asking, name: PictureAsked['name']): Promise<Section> {
  const picture = await pictures[name](asking, { name, as: 'svg' });
  return { table: { title: picture.title, ...picture.table }, svg: svgOf(picture, asking) };
}
/** Areas of one domain with what automates them. */
async function domainOf({ call, filter, word, say }: Asking, domain: string): Promise<Section> {
  const { areas } = await call(getLandscape, filter);
  const own = areas.filter((area) => area.domain?.code === domain);
  return {
    table: {
      title: own[0]?.domain ? say(own[0].domain.name) : domain,
      columns: [word('code'), word('area'), word('objects'), word('cost-year'), word('by-risk')],
      rows: own.map((area) => [area.code, say(area.name), area.objects, area.costYear / 100, area.untested]),
    },
  };
}
const shown = ['distributions', 'landscape', 'quadrants', 'costs', 'loads', 'roadmap'] as const;
async function sectionsOf(asking: Asking, domain: string | undefined): Promise<Section[]> {
  if (domain) return [await domainOf(asking, domain), await findingsOf(asking)];
  const sections = [await figuresOf(asking), await findingsOf(asking)];
  for (const name of shown) sections.push(await pictureOf(asking, name));
  return sections;
}

/** Rows of one table on paper; the workbook has all. */
const rowsOnPaper = 40;
export const takeOutReport = (module: ModuleRuntime, principal: Principal, asked: ReportAsked): Promise<Made> =>
  turns(async () => {
    const asking = await askingOf(module, principal, asked);
    const { word, of, language, rtl, number, date, today } = asking;
    const sections = await sectionsOf(asking, asked.domain);
    const name = `${word('report')} ${asked.on ?? today}`;
    if (asked.as === 'xlsx')
      return workbookOf(
        name,
        sections.map(({ table }) => table),
        rtl,
      );
    const said = (value: string | number) =>
      typeof value === 'string' ? value : number(value, Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2);
    const data = {
      ...{ language, title: word('report'), of, made: `${word('made')} ${date(today)}`, page: word('page') },
      nothing: word('nothing'),
      sections: sections.map(({ table: { title, columns, rows }, svg }) => ({
        ...{ title, columns, svg: svg ?? '', more: Math.max(0, rows.length - rowsOnPaper) },
        rows: rows.slice(0, rowsOnPaper).map((row) => row.map(said)),
      })),
    };
    const content = typeset(template, data, undefined, 'drawn');
    return { name: `${name}.pdf`, type: 'application/pdf', content };
  });
