// SPDX-License-Identifier: Apache-2.0
/** The figures of a place as a file. Only what is published: never more than its page says. */
import { audit, type ModuleRuntime, queueOf } from '@stoa/kernel';
import type { OutputOf, Principal } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import { typeset } from '@stoa/kernel/typeset';
import { readFileSync } from 'node:fs';
import type { Static } from 'typebox';
import writeWorkbook, { type Cell } from 'write-excel-file/node';
import * as contract from '../contract.ts';
import { demandReach } from './reach.ts';
import { type Words, wordsIn } from './words.ts';

type Score = NonNullable<contract.Figures['score']>;
type Value = string | number;
type Row = readonly Value[];
type Rank = contract.Ranked['rank'];
const template = readFileSync(new URL('../../typst/report.typ', import.meta.url), 'utf8');
const turns = queueOf('Typesetting reports of quality', 1, 20);

const scored = (
  name: string,
  { answers, mean, satisfied, interval }: Pick<Score, 'answers' | 'mean' | 'satisfied' | 'interval'>,
  rank?: Rank,
): Row => [
  ...[name, answers, mean, satisfied, interval.low, interval.high],
  ...(rank ? [rank.from, rank.to] : ['', '']),
];

/** A row for each figure: name, answers, mean, satisfied, ends of the interval, places. */
function rowsOf(
  words: Words,
  figures: contract.Figures,
  ranked: OutputOf<typeof contract.listRanking>['items'],
): Row[] {
  const { say, text, month } = words;
  return [
    ...(figures.score ? [scored(say('overall'), figures.score)] : []),
    ...(figures.weighted
      ? [scored(say('weighted'), { ...figures.weighted, answers: Math.round(figures.weighted.effectiveAnswers) })]
      : []),
    ...figures.questions.map(({ question, score }) => scored(say('question', { name: question }), score)),
    ...figures.months.flatMap((one) =>
      one.score ? [scored(say('month', { name: month(one.month) }), one.score)] : [],
    ),
    ...ranked.map((one) => scored(say('organisation-of', { name: text(one.name) }), one.score, one.rank)),
  ];
}

async function rankingOf(module: ModuleRuntime, figures: contract.Figures, sphere: string | undefined) {
  const { level, regionCode } = figures.place;
  if (level === 'organisation') return [];
  const items: OutputOf<typeof contract.listRanking>['items'] = [];
  const narrowed = { ...(regionCode ? { regionCode } : {}), ...(sphere ? { sphere } : {}) };
  for (let page = 1; ; page++) {
    const found = await module.call(contract.listRanking, { ...narrowed, page, limit: 100 });
    items.push(...found.items);
    if (items.length >= found.total || found.items.length === 0) return items;
  }
}

const written = (words: Words, row: Row): string[] => {
  const [name = '', answers = 0, mean = 0, satisfied = 0, low = 0, high = 0, from = '', to = ''] = row;
  return [
    ...[String(name), words.number(Number(answers)), words.number(Number(mean), 2), words.percent(Number(satisfied))],
    ...[`${words.percent(Number(low))} – ${words.percent(Number(high))}`, from === '' ? '' : `${from} – ${to}`],
  ];
};

async function workbook(
  words: Words,
  title: string,
  head: readonly string[],
  rows: readonly Row[],
): Promise<Uint8Array> {
  const titles: Cell[] = head.map((value) => ({ value, type: String, fontWeight: 'bold' }));
  const cells = rows.map((row) =>
    row.map((value): Cell => (typeof value === 'number' ? { value, type: Number } : { value, type: String })),
  );
  const sheet = title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 30);
  const columns = [{ width: 48 }, ...head.slice(1).map(() => ({ width: 14 }))];
  return writeWorkbook([titles, ...cells], {
    sheet,
    columns,
    stickyRowsCount: 1,
    rightToLeft: words.language === 'ar',
  }).toBuffer();
}

export async function report(
  module: ModuleRuntime,
  principal: Principal,
  { code, as, language, sphere }: Static<typeof contract.ReportAsked>,
): Promise<{ name: string; content: Uint8Array | string }> {
  const words = wordsIn(language);
  const { say } = words;
  await module.tx(principal, async (tx) => {
    await demandReach(tx, code);
    await audit(tx, { action: 'analytics.report-taken-out', object: { type: 'place', id: code }, details: { as } });
  });
  const figures = await module.call(contract.getFigures, { code, ...(sphere ? { sphere } : {}) });
  const rows = rowsOf(words, figures, await rankingOf(module, figures, sphere));
  const { snapshot, from, to, minimumAnswers } = figures.publication;
  const title = `${say('title')}: ${words.text(figures.place.name)}`;
  const { methodology: version } = snapshot;
  const notes = [
    say('period', { from: words.month(from), to: words.month(to), version, hash: snapshot.hash.slice(0, 12) }),
    say('rule', { count: minimumAnswers }),
  ];
  const head = [say('name'), say('answers'), say('mean'), say('satisfied'), say('interval'), say('rank')];
  const wide = [
    ...head.slice(0, 4),
    `${say('interval')} <`,
    `${say('interval')} >`,
    `${say('rank')} <`,
    `${say('rank')} >`,
  ];
  const name = `${say('title')} ${code} ${snapshot.month}.${as}`;
  if (as === 'csv') {
    const lines = rows.map((row) =>
      row.map((value) => (typeof value === 'number' ? String(Math.round(value * 1e4) / 1e4) : value)),
    );
    return { name, content: writeCsv([wide, ...lines, ...notes.map((note) => [note])]) };
  }
  if (as === 'xlsx')
    return { name, content: await workbook(words, title, wide, [...rows, ...notes.map((note) => [note])]) };
  const data = {
    title,
    notes,
    columns: head,
    page: say('page'),
    language: words.language,
    rows: rows.map((row) => written(words, row)),
  };
  return { name, content: await turns(async () => typeset(template, data)) };
}
