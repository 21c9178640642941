// SPDX-License-Identifier: Apache-2.0
import { decideNorm, getRules, listNorms, proposeNorm } from '@stoa/documents/contract';
import { dateText } from '@stoa/kernel/text';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryDuties, chanceryOf, institutionOf } from './chancery.ts';

const numeric = ['termDays', 'signatures', 'highestLabel'];

/** What can be had otherwise than the standard set has it. */
const paths = (rules: Awaited<ReturnType<typeof chanceryOf>>['rules']) => [
  ...rules.kinds.flatMap(({ code }) =>
    ['termDays', 'signatures', 'highestLabel'].map((field) => `kinds/${code}/${field}`),
  ),
  ...rules.journals.flatMap(({ code }) => ['template', 'index'].map((field) => `journals/${code}/${field}`)),
];

export const normsPage = definePage({
  path: '/documents/norms',
  duty: chanceryDuties,
  component: 'documents/NormsPage',
  load: async (context) => {
    const { call, text } = context;
    const chancery = await chanceryOf(context);
    const [{ rules, versions, deviations }, versionsOf] = await Promise.all([
      call(getRules, { institutionId: chancery.id }),
      call(listNorms, { institutionId: chancery.id, limit: 20 }),
    ]);
    const titleOf = (path: string) => {
      const [list, code] = path.split('/');
      const item = (list === 'kinds' ? rules.kinds : rules.journals).find((one) => one.code === code);
      return { of: item ? text(item.title) : path, field: path.split('/')[2] ?? '' };
    };
    return {
      ...{ name: chancery.name, clerk: chancery.clerk, leader: chancery.leader, versions },
      deviations: deviations.map((one) => ({ ...one, ...titleOf(one.path) })),
      clauses: rules.clauses.map(({ number, text: words }) => ({ number, text: text(words) })),
      kinds: rules.kinds.map((kind) => ({
        ...{
          code: kind.code,
          title: text(kind.title),
          clause: kind.clause,
          termDays: kind.termDays,
          signatures: kind.signatures,
        },
        ...{ direction: kind.direction, highestLabel: kind.highestLabel },
        journal: text(rules.journals.find(({ code }) => code === kind.journal)?.title ?? kind.title),
      })),
      journals: rules.journals.map((one) => ({ ...one, title: text(one.title) })),
      files: rules.files.map((one) => ({ ...one, title: text(one.title) })),
      norms: versionsOf.items.map((one) => ({
        ...{ id: one.id, version: one.version, state: one.state, inForceFrom: one.inForceFrom, by: one.proposedBy },
        deviations: one.deviations.map((deviation) => ({ ...deviation, ...titleOf(deviation.path) })),
      })),
      paths: paths(chancery.rules).map((value) => ({ value, ...titleOf(value) })),
    };
  },
  act: async (context, form) => {
    const { call } = context;
    const [verdict, id = ''] = form.get('_do').split(' ');
    if (id) {
      await call(decideNorm, { id, approved: verdict === 'approve' });
      return redirect('/documents/norms', { notice: 'norm-decided' });
    }
    const [path, typed, reason] = [form.get('path'), form.get('value'), form.get('reason')];
    const inForceFrom = dateText(form.get('inForceFrom'));
    if (!inForceFrom) return again([{ field: 'inForceFrom', code: 'documents.date-unclear' }]);
    if (reason.length < 5) return again([{ field: 'reason', code: 'documents.reason-missing' }]);
    const isNumber = numeric.includes(path.split('/')[2] ?? '');
    if (isNumber && !/^\d{1,3}$/.test(typed)) return again([{ field: 'value', code: 'documents.number-unclear' }]);
    const institutionId = institutionOf(context).id;
    const { deviations } = await call(getRules, { institutionId });
    const kept = deviations.filter((one) => one.path !== path).map(({ standard: _, ...one }) => one);
    const next = { path, value: isNumber ? Number(typed) : typed, reason };
    await call(proposeNorm, { institutionId, inForceFrom, deviations: [...kept, next] });
    return redirect('/documents/norms', { notice: 'norm-proposed' });
  },
});
export type NormsProps = PropsOf<typeof normsPage>;
