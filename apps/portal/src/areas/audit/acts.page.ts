// SPDX-License-Identifier: Apache-2.0
/** Who did what to whose data, in every module: searched, and sampled by a word. */
import { isRefusal } from '../../server/problem.ts';
import { definePage, type PageContext, type PropsOf } from '../../server/page.ts';
import { askedOf, today } from './asked.ts';
import { drawSample, type Read, readActs } from './reading.ts';

const atOnce = 50;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A period that is too long is said at its place; the page still stands. */
async function orTooLong(read: Promise<Read>): Promise<Read & { tooLong: boolean }> {
  try {
    return { ...(await read), tooLong: false };
  } catch (error) {
    if (isRefusal(error) && error.code === 'kernel.period-wrong') return { acts: [], away: [], tooLong: true };
    throw error;
  }
}

/** The same question as the page's, asked for as a file. */
const parcelOf = ({ query }: Pick<PageContext, 'query'>, names: readonly string[], given: Record<string, string>) => {
  const kept = Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
  return `/audit/parcel.json?${new URLSearchParams({ ...kept, ...given })}`;
};

export const actsPage = definePage({
  path: '/audit/acts',
  duty: 'audit.auditor',
  component: 'audit/ActsPage',
  load: async (context) => {
    const { call, query, modules } = context;
    const asked = askedOf(query, modules, today());
    const cursor = uuid.test(query.cursor ?? '') ? query.cursor : undefined;
    const read = await orTooLong(readActs(call, asked, atOnce, cursor));
    const names = ['module', 'actor', 'subject', 'action', 'object', 'purpose', 'cursor'];
    return { ...read, ...asked.period, modules, parcel: parcelOf(context, names, asked.period) };
  },
});
export type ActsProps = PropsOf<typeof actsPage>;

export const samplePage = definePage({
  path: '/audit/sample',
  duty: 'audit.auditor',
  component: 'audit/SamplePage',
  load: async (context) => {
    const { call, query, modules } = context;
    const asked = askedOf(query, modules, today());
    const { sample } = asked;
    const read = sample && (await orTooLong(drawSample(call, asked, sample)));
    const parcel =
      sample && parcelOf(context, ['module', 'action'], { ...asked.period, ...sample, size: `${sample.size}` });
    return { ...asked.period, modules, sample, read, parcel };
  },
});
export type SampleProps = PropsOf<typeof samplePage>;
