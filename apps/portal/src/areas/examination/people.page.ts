// SPDX-License-Identifier: Apache-2.0
/** Who examines, with what they know; and the rules by which machines look first, for everybody. */
import { bodies, competences, duties, listChecks, listExaminers, putExaminer } from '@stoa/examination/contract';
import { dateText } from '@stoa/kernel/text';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { cited } from '../integrator/clauses.ts';
import { has, home, organisationsOf } from './names.ts';

const path = `${home}/examiners`;
export const examinersPage = definePage({
  path,
  duty: [duties.examiner, duties.chief],
  component: 'examination/ExaminersPage',
  load: async (context) => {
    const [{ items }, names] = await Promise.all([context.call(listExaminers, {}), organisationsOf(context)]);
    const named = (id: string) => names.get(id) ?? id;
    return {
      leads: has(context, duties.chief),
      rows: items.map((one) => ({
        ...one,
        organisation: named(one.organisationId),
        interests: one.interests.map(named),
      })),
    };
  },
  act: async ({ call }, form) => {
    const [personId = '', what] = form.get('_do').split(' ');
    const { items } = await call(listExaminers, {});
    const one = items.find((examiner) => examiner.personId === personId);
    if (!one) return again([]);
    const { load: _, done: __, certificates, ...kept } = one;
    const plain = certificates.map(({ body, title, until }) => ({ body, title, until }));
    if (what === 'rest') await call(putExaminer, { ...kept, certificates: plain, active: !one.active });
    else {
      const until = form.get('until') ? dateText(form.get('until')) : undefined;
      const body = bodies.find((each) => each === form.get('body'));
      const title = form.get('title');
      if (body && (!until || title === ''))
        return again([{ field: until ? 'title' : 'until', code: 'examination.certificate-unclear' }]);
      await call(putExaminer, {
        ...kept,
        competences: competences.filter((each) => form.all('competences').includes(each)),
        certificates: body && until ? [...plain, { body, title, until }] : plain,
      });
    }
    return redirect(path, { notice: 'examiner-saved' });
  },
});
export type ExaminersProps = PropsOf<typeof examinersPage>;

export const checksPage = definePage({
  path: `${home}/checks`,
  component: 'examination/ChecksPage',
  load: async (context) => {
    const { call, text } = context;
    const { items, required, terms } = await call(listChecks, {});
    return {
      cited: await cited(
        context,
        items.map(({ clause }) => clause),
      ),
      ...{ required, terms },
      checks: items.map(({ title, explanation, cure, ...one }) => ({
        ...one,
        ...{ title: text(title), explanation: text(explanation), cure: text(cure) },
      })),
    };
  },
});
export type ChecksProps = PropsOf<typeof checksPage>;
