// SPDX-License-Identifier: Apache-2.0
/** What is published, for programs and other sites: open data, and a badge to put on a page. */
import type { ModuleRuntime } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import type { Static } from 'typebox';
import { wordsIn } from '../cabinet/words.ts';
import * as contract from '../contract.ts';

type Ranking = OutputOf<typeof contract.listRanking>;

async function everybody(module: ModuleRuntime, sphere: string | undefined): Promise<Ranking> {
  const read = (page: number) => module.call(contract.listRanking, { page, limit: 100, ...(sphere ? { sphere } : {}) });
  const first = await read(1);
  const items = [...first.items];
  for (let page = 2; items.length < first.total; page++) {
    const more = await read(page);
    if (more.items.length === 0) break;
    items.push(...more.items);
  }
  return { ...first, items };
}

export async function openJson(
  module: ModuleRuntime,
  { sphere }: Static<typeof contract.OpenDataAsked>,
): Promise<Ranking> {
  return everybody(module, sphere);
}

const rounded = (value: number) => String(Math.round(value * 1e4) / 1e4);

/** One line an organisation; methodology, snapshot and months stand on each, so that no line loses them. */
export async function openCsv(
  module: ModuleRuntime,
  { sphere, language }: Static<typeof contract.OpenDataAsked>,
): Promise<string> {
  const { publication, items } = await everybody(module, sphere);
  const { text } = wordsIn(language);
  const head = [
    ...['code', 'name', 'region', 'sphere', 'answers', 'mean', 'index', 'satisfied', 'satisfied_low', 'satisfied_high'],
    ...[
      'given_1',
      'given_2',
      'given_3',
      'given_4',
      'given_5',
      'place_from',
      'place_to',
      'change',
      'change_q',
      'coverage',
      'coverage_source',
    ],
    ...['from', 'to', 'methodology', 'snapshot'],
  ];
  const { from, to, snapshot } = publication;
  const rows = items.map(({ code, name, regionCode, sphere: of, score, rank, change, coverage }) => [
    ...[code, text(name), regionCode, of, String(score.answers), rounded(score.mean), rounded(score.index)],
    ...[rounded(score.satisfied), rounded(score.interval.low), rounded(score.interval.high)],
    ...score.distribution.map(String),
    ...(rank ? [String(rank.from), String(rank.to)] : ['', '']),
    ...(change ? [rounded(change.difference), rounded(change.q ?? 1)] : ['', '']),
    ...(coverage ? [rounded(coverage.share), coverage.source] : ['', '']),
    ...[from, to, snapshot.methodology, snapshot.hash],
  ]);
  return writeCsv([head, ...rows]);
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);

/** Told by words as well as by place; the shape is a plain rectangle that any page can hold. */
export async function badge(
  module: ModuleRuntime,
  { code, language }: Static<typeof contract.BadgeAsked>,
): Promise<string> {
  const words = wordsIn(language);
  const { score, place } = await module.call(contract.getFigures, { code });
  const said = score ? words.say('of-five', { mean: words.number(score.mean, 2) }) : words.say('badge-none');
  const label = words.say('badge');
  const spoken = escaped(`${words.text(place.name)}. ${label}: ${said}`);
  const rtl = words.language === 'ar';
  const [left, right] = rtl ? [said, label] : [label, said];
  const split = rtl ? 110 : 150;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="260" height="32" viewBox="0 0 260 32" role="img" aria-label="${spoken}">
<title>${spoken}</title>
<rect width="260" height="32" rx="4" fill="${rtl ? '#20437c' : '#1d2433'}"/><rect x="${split}" width="${260 - split}" height="32" rx="4" fill="${rtl ? '#1d2433' : '#20437c'}"/>
<g fill="#fff" font-family="'Noto Sans','Noto Sans Arabic',sans-serif" font-size="13" text-anchor="middle"><text x="${split / 2}" y="21">${escaped(left)}</text><text x="${(split + 260) / 2}" y="21">${escaped(right)}</text></g>
</svg>
`;
}
