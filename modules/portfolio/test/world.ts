// SPDX-License-Identifier: Apache-2.0
/** The module alone: a service with a form of three questions, and what cases, powers and notifications answer to it. */
import { getForm, listHeld, reviewAnswers, savePage, startDraft, submitCase } from '@stoa/cases/contract';
import { getPackage, listServices } from '@stoa/catalogue/contract';
import { listOwnPowers } from '@stoa/identity/contract';
import { newId, refuse } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import { listActors } from '@stoa/powers/contract';
import portfolio from '../src/index.ts';

export const inn = '0105234515';
const question = (name: string, label: string, more: object = {}) => ({
  ...{ name, label: { en: label, ru: `${label} (ru)` }, type: 'string', widget: 'text', required: true },
  ...{ source: { kind: 'typed' }, ...more },
});
export const pkg = {
  serviceId: 'permit',
  version: `sha256:${'0'.repeat(64)}`,
  facts: {
    ...{ title: { en: 'Permit' }, audience: ['organisation'], renews: { outputs: ['permit'], anew: ['months'] } },
  },
  fields: [
    question('worker', 'Worker'),
    question('months', 'Months', { type: 'integer', widget: 'number' }),
    question('abroad', 'Abroad', { type: 'boolean', widget: 'yes-no', required: false }),
  ],
  pages: [{ id: 'one', title: { en: 'One' }, fields: ['worker', 'months', 'abroad'] }],
  schema: {
    type: 'object',
    properties: {
      worker: { type: 'string', minLength: 2 },
      months: { type: 'integer', minimum: 1, maximum: 36 },
      abroad: { type: 'boolean' },
    },
    required: ['worker', 'months'],
  },
};
type Held = OutputOf<typeof listHeld>['items'][number];

export async function world(env: Record<string, string> = {}) {
  const b = await benchWith(env, portfolio);
  b.clock.set(new Date('2031-10-15T09:00:00Z'));
  const actingFor = { kind: 'organisation', id: inn, name: 'Steppe Build LLP' } as const;
  const director = b.person({ name: 'Aigerim', snils: '11223344595', actingFor });
  const colleague = b.person({ name: 'Saule', snils: '14567890105', actingFor });
  const stranger = b.person({ name: 'Olena', snils: '08765430358', actingFor: { ...actingFor, id: '0600000001' } });
  const narrow = b.person({
    name: 'Agent',
    snils: '11223344595',
    actingFor: { ...actingFor, limits: [{ services: ['x'] }] },
  });
  const held: Held[] = [];
  b.stub(listHeld, async ({ caseId, cursor }) => {
    const all = held.filter((one) => !caseId || one.caseId === caseId).sort((a, c) => (a.id < c.id ? -1 : 1));
    const from = all.filter(({ id }) => !cursor || id > cursor);
    return { items: from.slice(0, 2), ...(from.length > 2 ? { nextCursor: from[1]?.id ?? '' } : {}) };
  });
  const hold = (validUntil: string, more: Partial<Held> = {}): Held => {
    const id = newId();
    const one: Held = {
      ...{ id, caseId: newId(), caseNumber: `P-${held.length}`, code: 'permit', title: { en: 'Permit' }, number: 'P' },
      ...{ state: 'valid', issuedAt: '2030-10-15T09:00:00.000Z', validUntil, sha256: '', sizeBytes: 1 },
      ...{ verificationCode: 'X', file: '/x', serviceId: 'permit', holderKind: 'organisation', holderId: inn },
      ...{ facts: [{ label: { en: 'Worker' }, value: 'R. S.' }], ...more },
    };
    held.push(one);
    return one;
  };
  b.stub(getPackage, async ({ id }) =>
    id === 'permit' ? (pkg as never) : refuse('missing', 'catalogue.service-unknown', 'There is no such service.'),
  );
  b.stub(listServices, async () => ({ items: [{ id: 'permit', title: pkg.facts.title }] }) as never);
  const actors = [director, colleague].map(({ personKey = '' }) => ({ personKey }));
  b.stub(listActors, async () => ({ items: [...actors] }));
  const notices: InputOf<typeof notify>[] = [];
  b.stub(notify, async (notice) => {
    if (!notices.some(({ key }) => key === notice.key)) notices.push(notice);
    return { id: newId() };
  });
  const powers: OutputOf<typeof listOwnPowers>['items'] = [
    { id: newId(), kind: 'organisation', onBehalfOf: inn, name: { en: 'Steppe Build LLP' }, role: 'director' },
  ];
  b.stub(listOwnPowers, async () => ({ items: [...powers] }));

  /** Cases as far as they are needed: drafts by id with their answers. */
  const drafts = new Map<string, { state: 'draft' | 'submitted' | 'closed'; answers: Record<string, unknown> }>();
  const starts: string[] = [];
  const next: { refusal?: (() => never) | undefined } = {};
  b.stub(startDraft, async ({ id = newId() }) => {
    next.refusal?.();
    if (!drafts.has(id)) {
      drafts.set(id, { state: 'draft', answers: {} });
      starts.push(id);
    }
    return { id, firstPage: 'one' };
  });
  const formOf = (id: string) => {
    const draft = drafts.get(id) ?? refuse('missing', 'cases.case-unknown', 'There is no such case.');
    const fields = pkg.fields.map((field) => ({
      ...field,
      locked: false,
      source: { kind: 'typed' },
      value: draft.answers[field.name],
    }));
    return { id, state: draft.state, pages: [{ id: 'one', title: { en: 'One' }, complete: true, fields }] };
  };
  const whole = (id: string) =>
    ({
      ...{
        ...formOf(id),
        serviceId: 'permit',
        title: { en: 'Permit' },
        applicantName: 'Steppe Build LLP',
        revision: 1,
      },
      ...{ savedAt: '2031-10-15T09:00:00.000Z', registers: [], complete: true },
    }) as never;
  b.stub(getForm, async ({ id }) => whole(id));
  b.stub(savePage, async ({ id, answers }) => {
    Object.assign(drafts.get(id)?.answers ?? {}, answers);
    return { errors: [], revision: 1 };
  });
  b.stub(reviewAnswers, async ({ id }) => {
    const missing = drafts.get(id)?.answers.months === undefined;
    return {
      form: whole(id),
      errors: missing ? [{ field: 'months', code: 'required', message: { en: 'Enter it' } }] : [],
    };
  });
  b.stub(submitCase, async ({ id }) => {
    const draft = drafts.get(id);
    if (draft) draft.state = 'submitted';
    return { id } as never;
  });
  return { b, director, colleague, stranger, narrow, held, hold, actors, notices, powers, drafts, starts, next };
}
