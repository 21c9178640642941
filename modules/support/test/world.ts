// SPDX-License-Identifier: Apache-2.0
/** Support alone, with what it tells people and lines. */
import { newId, refuse } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { getIncident, listIncidents } from '@stoa/monitoring/contract';
import { notify } from '@stoa/notifications/contract';
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import type { InputOf } from '@stoa/kernel/contract';
import * as contract from '../src/contract.ts';
import support from '../src/index.ts';

export const incidentId = '01970000-0000-7000-8000-00000000000a';
export const postId = '01970000-0000-7000-8000-000000000001';

export async function world(env: Record<string, string> = {}) {
  const b = await benchWith(env, support);
  b.clock.set(new Date('2031-10-15T09:00:00Z'));
  const told: { to: string; email?: string | undefined; subject: string; body: string }[] = [];
  const lines: { code: string; body: string }[] = [];
  b.stub(notify, async ({ to, subject, body }) => {
    told.push({ to: to.personKey, email: to.email, subject: subject.en, body: body.en });
    return { id: newId() };
  });
  let asked = '';
  b.stub(listHolders, async ({ code }) => {
    asked = code ?? '';
    const one = { personId: postId, name: 'Holder', code: asked, organisationId: 'XM', postId, as: 'holder' };
    return { items: asked === 'support.third-line' ? [] : [one] } as never;
  });
  b.stub(tellPosts, async ({ body }) => {
    lines.push({ code: asked, body: body.en });
    return { people: 1 };
  });
  const incident = { id: incidentId, number: 7, title: { en: 'The bank does not answer' } };
  b.stub(listIncidents, async () => ({ items: [incident] }) as never);
  b.stub(getIncident, async ({ id }) =>
    id === incidentId
      ? (incident as never)
      : refuse('missing', 'monitoring.incident-unknown', 'There is no such incident.'),
  );
  const desk = (...duties: string[]) => b.person({ name: `Desk ${duties.join()}`, duties });
  const aigerim = b.person({ name: 'Aigerim Seitkali', snils: '11223344595' });
  return {
    ...{ b, told, lines, aigerim, other: b.person({ name: 'Somebody Else', snils: '10120230348' }) },
    first: desk('support.first-line'),
    second: desk('support.second-line'),
    third: desk('support.third-line'),
    auditor: desk('audit.auditor'),
    report: (who: Parameters<typeof b.call>[2], more: Partial<InputOf<typeof contract.reportProblem>> = {}) =>
      b.call(contract.reportProblem, { kind: 'fault', text: 'The page stays white.', ...more }, who),
  };
}
