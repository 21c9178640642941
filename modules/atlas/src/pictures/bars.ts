// SPDX-License-Identifier: Apache-2.0
/** What is more and what is less: costs, people, loads, distributions, coverage of a reference model. */
import { getCosts, getFigures, getLoads, getSupport } from '@stoa/architecture/contract';
import { refuse } from '@stoa/kernel';
import { getCoverage, getModel, type ModelEntry, modelCodes } from '@stoa/norms/contract';
import { drawBars } from './shapes.ts';
import type { Draw } from './picture.ts';

const mostBars = 30;

export const costs: Draw = async ({ call, filter, word, money, bodyName, say, rtl }) => {
  const { owners, objects } = await call(getCosts, filter);
  const named = await Promise.all(owners.map(async (one) => ({ ...one, name: await bodyName(one.ownerId) })));
  const bar = (label: string, costYear: number) => ({ label, value: costYear, text: money(costYear) });
  return {
    title: word('costs'),
    drawing: drawBars(rtl, [
      { title: word('costs-bodies'), bars: named.slice(0, mostBars).map((one) => bar(one.name, one.costYear)) },
      { title: word('costs-objects'), bars: objects.map((one) => bar(say(one.name), one.costYear)) },
    ]),
    table: {
      columns: [word('owner'), word('objects'), word('cost-year'), word('invested')],
      rows: named.map((one) => [one.name, one.objects, one.costYear / 100, one.invested / 100]),
    },
  };
};

export const support: Draw = async ({ call, filter, word, number, say, vocabulary, rtl }) => {
  const { divisions } = await call(getSupport, filter);
  const titleOf = (kind: string) => say(vocabulary.fields['division-kind']?.choices?.[kind] ?? { en: kind });
  return {
    title: word('support'),
    drawing: drawBars(
      rtl,
      divisions.map((one) => ({
        title: titleOf(one.kind),
        bars: [
          { label: word('staff'), value: one.staff, text: number(one.staff) },
          { label: word('in-support'), value: one.support, text: number(one.support), style: 'warn' },
        ],
      })),
    ),
    table: {
      columns: [word('division'), word('staff'), word('in-support'), word('monthly')],
      rows: divisions.map((one) => [titleOf(one.kind), one.staff, one.support, one.monthly / 100]),
    },
  };
};

export const loads: Draw = async ({ call, filter, word, number, say, bodyName, rtl }) => {
  const { channels, storage } = await call(getLoads, filter);
  const percent = (part: number) => `${number(part * 100)} %`;
  const stores = await Promise.all(storage.map(async (one) => ({ ...one, name: await bodyName(one.ownerId) })));
  const bar = (label: string, part: number) => ({
    ...{ label, value: part, text: percent(part) },
    style: part > 1 ? 'bad' : part > 0.8 ? 'warn' : 'good',
  });
  return {
    title: word('loads'),
    drawing: drawBars(rtl, [
      {
        title: `${word('channels')}: ${word('load')}`,
        bars: channels.slice(0, mostBars).map((one) => bar(say(one.name), one.needed / Math.max(1, one.contracted))),
      },
      {
        title: `${word('storage')}: ${word('in-a-year')} / ${word('disk')}`,
        bars: stores.slice(0, mostBars).map((one) => bar(one.name, one.inAYear / Math.max(1, one.disk))),
      },
    ]),
    table: {
      columns: [word('channels'), word('contracted'), word('peak'), word('needed'), word('storage')].concat([
        word('disk'),
        word('stored'),
        word('in-a-year'),
        word('sent'),
      ]),
      rows: [
        ...channels.map((one) => [say(one.name), one.contracted, one.peak, one.needed, '', '', '', '', '']),
        ...stores.map((one) => ['', '', '', '', one.name, one.disk, one.stored, one.inAYear, one.sent]),
      ],
    },
  };
};

export const distributions: Draw = async ({ call, filter, word, number, say, vocabulary, rtl }) => {
  const { distributions: all } = await call(getFigures, filter);
  const groups = all.map(({ field, counts }) => ({
    title: say(vocabulary.fields[field]?.title ?? { en: field }),
    bars: counts.map(({ value, count }) => ({
      label: value === '' ? word('not-said') : say(vocabulary.fields[field]?.choices?.[value] ?? { en: value }),
      ...{ value: count, text: number(count) },
    })),
  }));
  return {
    title: word('distributions'),
    drawing: drawBars(rtl, groups),
    table: {
      columns: [word('distributions'), word('value'), word('count')],
      rows: groups.flatMap(({ title, bars }) => bars.map(({ label, value }) => [title, label, value])),
    },
  };
};

/** Entries below their parents, each with how far it stands in. */
export function inOrder(entries: readonly ModelEntry[]): { entry: ModelEntry; depth: number }[] {
  const below = (parent: string | undefined, depth: number): { entry: ModelEntry; depth: number }[] =>
    entries
      .filter((one) => one.parent === parent)
      .flatMap((entry) => [{ entry, depth }, ...below(entry.code, depth + 1)]);
  return below(undefined, 0);
}
/** Refuses: norms.model-unknown. */
export const model: Draw = async ({ call, filter, word, number, say, rtl }, { model: asked, version }) => {
  const code = modelCodes.find((one) => one === asked);
  if (!code) return refuse('missing', 'norms.model-unknown', 'There is no such model. Look at the list of models.');
  const of = { code, ...(version ? { version: Number(version) } : {}) };
  const { on } = filter;
  const found = await call(getModel, { ...of, ...(on ? { on } : {}) });
  const covered = await call(getCoverage, { ...of, ...filter });
  const counts = new Map(covered.counts.map((one) => [one.code, one.count]));
  const bars = inOrder(found.list).map(({ entry, depth }) => {
    const count = counts.get(entry.code) ?? 0;
    return { label: `${entry.code} ${say(entry.title)}`, value: count, text: number(count), depth };
  });
  const none = covered.total - covered.mapped;
  return {
    ...{ title: say(found.title), note: `${word('version')} ${number(found.version)}` },
    drawing: drawBars(rtl, [
      { bars: [...bars, { label: word('unmapped'), value: none, text: number(none), style: 'warn' }] },
    ]),
    table: {
      columns: [word('code'), word('entry'), word('count')],
      rows: [
        ...found.list.map((one) => [one.code, say(one.title), counts.get(one.code) ?? 0]),
        ['', word('unmapped'), none],
      ],
    },
  };
};
