// SPDX-License-Identifier: Apache-2.0
/** What analyses found: filtered, summed, accepted or dismissed. */
import {
  duties,
  findingKinds,
  getVocabulary,
  listFindings,
  runAnalyses,
  settleFinding,
  sumFindings,
} from '@stoa/architecture/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { cited } from '../integrator/clauses.ts';
import { ownersOf } from './register.page.ts';

/** What a kind of finding rests on. */
const clauseOfFinding: Readonly<Record<string, string>> = {
  'duplicate-object': 'service-model/7',
  'duplicate-directory': 'service-model/9',
  'two-masters': 'service-model/9',
  'unautomated-function': 'service-model/5',
  'not-commissioned': 'informatisation-law/39',
  'no-security-test': 'informatisation-law/49',
  'documents-missing': 'classifier-rules/6',
};
const states = ['open', 'accepted', 'dismissed'] as const;
export const findingsPage = definePage({
  path: '/architecture/findings',
  component: 'architecture/FindingsPage',
  load: async (context) => {
    const { call, text, query, principal } = context;
    const kind = findingKinds.find((one) => one === query.kind);
    const state = states.find((one) => one === query.state);
    const owners = await ownersOf(context);
    const ownerId = query.owner && owners.has(query.owner) ? query.owner : undefined;
    const of = ownerId ? { ownerId } : {};
    const [vocabulary, { sums, ranAt }, page] = await Promise.all([
      call(getVocabulary, {}),
      call(sumFindings, of),
      call(listFindings, {
        ...{ ...of, limit: 20 },
        ...(kind ? { kind } : {}),
        ...(state ? { state } : {}),
        ...(query.cursor ? { cursor: query.cursor } : {}),
      }),
    ]);
    const named = ({ id, code, name, ownerId: owner }: (typeof page.items)[number]['element']) => ({
      ...{ id, code, name: text(name), owner: owner ? (owners.get(owner) ?? owner) : '' },
    });
    return {
      ...{ ranAt, nextCursor: page.nextCursor, states, kinds: findingKinds },
      owners: [...owners].map(([value, name]) => ({ value, text: name })),
      runs: principal.kind === 'person' && principal.duties.some(({ code }) => code === duties.integrator),
      sums: findingKinds.flatMap((one) => {
        const rows = sums.filter((sum) => sum.kind === one);
        const count = rows.reduce((n, row) => n + row.count, 0);
        const saving = rows.reduce((n, row) => n + (row.state === 'dismissed' ? 0 : row.saving), 0);
        return count > 0 ? [{ kind: one, count, saving }] : [];
      }),
      cited: await cited(context, Object.values(clauseOfFinding)),
      clauseOf: clauseOfFinding,
      findings: page.items.map(({ element, other, fix, evidence, ...one }) => ({
        ...one,
        element: named(element),
        ...(other ? { other: named(other) } : {}),
        ...(fix ? { fix: named(fix) } : {}),
        evidence: Object.entries(evidence).map(([code, value]) => {
          const field = vocabulary.fields[code];
          const words = field?.choices?.[String(value)];
          return {
            ...{ title: text(field?.title ?? { en: code }), type: field?.type ?? 'text' },
            value: words ? text(words) : value,
          };
        }),
      })),
    };
  },
  act: async ({ call, query }, form) => {
    const back = query.kind
      ? `/architecture/findings?kind=${encodeURIComponent(query.kind)}`
      : '/architecture/findings';
    const [what, id = ''] = form.get('_do').split(' ');
    if (what === 'run') {
      await call(runAnalyses, {});
      return redirect(back, { notice: 'analyses-run' });
    }
    const note = form.get(`note-${id}`).trim();
    if (what === 'dismissed' && note.length < 3)
      return again([{ field: `note-${id}`, code: 'architecture.note-missing' }]);
    const state = what === 'dismissed' ? 'dismissed' : what === 'accepted' ? 'accepted' : 'open';
    await call(settleFinding, { id, state, ...(note.length >= 3 ? { note } : {}) });
    return redirect(back, { notice: 'finding-settled' });
  },
});
export type FindingsProps = PropsOf<typeof findingsPage>;
