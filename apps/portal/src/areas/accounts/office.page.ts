// SPDX-License-Identifier: Apache-2.0
/** What officials of accounts do: one person looked up at a time, never a list of people; what two do waits for the second. */
import {
  askJoin,
  askMerge,
  askRecovery,
  decideRequest,
  findPerson,
  listRequests,
  raiseProofing,
  readPerson,
  readRequest,
} from '@stoa/accounts/contract';
import { again, definePage, type Form, type PageContext, type PropsOf, redirect } from '../../server/page.ts';

const officer = 'accounts.officer';
const start = '/administration/accounts';
type Call = PageContext['call'];
const empty = (form: Form, ...names: string[]) =>
  names.filter((name) => !form.get(name)).map((field) => ({ field, code: 'accounts.field-empty' }));

export const accountsOfficePage = definePage({
  path: '/administration/accounts',
  duty: officer,
  limit: 60,
  component: 'accounts/OfficePage',
  load: ({ call, query }) => call(listRequests, { limit: 30, ...(query.cursor ? { cursor: query.cursor } : {}) }),
  act: async ({ call }, form) => {
    const missing = empty(form, 'by', 'purpose');
    if (missing.length) return again(missing);
    const { found } = await call(findPerson, { by: form.get('by'), purpose: form.get('purpose') });
    return found
      ? redirect(`${start}/people/${found.personId}`)
      : again([{ field: 'by', code: 'accounts.nobody-found' }]);
  },
});
export type AccountsOfficeProps = PropsOf<typeof accountsOfficePage>;

/** What each form of a person asks. */
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  proofing: ['proofing', 'document'],
  join: ['number', 'reason-join'],
  merge: ['other', 'reason-merge'],
  recover: ['email', 'reason-recover'],
};

/** Undefined where the form names somebody whom nobody knows. */
async function ask(call: Call, personId: string, form: Form): Promise<unknown> {
  const whom = { personId, reason: form.get(`reason-${form.get('_do')}`) };
  switch (form.get('_do')) {
    case 'join':
      return call(askJoin, { ...whom, number: form.get('number') });
    case 'recover':
      return call(askRecovery, { ...whom, email: form.get('email') });
    default: {
      const { found } = await call(findPerson, { by: form.get('other'), purpose: whom.reason });
      return found && call(askMerge, { ...whom, otherId: found.personId });
    }
  }
}

export const accountOfPersonPage = definePage({
  path: '/administration/accounts/people/:id',
  duty: officer,
  limit: 60,
  component: 'accounts/OfficePersonPage',
  load: ({ call, params }) => call(readPerson, { personId: params.id }),
  act: async ({ call, params }, form) => {
    const asked = form.get('_do');
    const missing = empty(form, ...(fieldsOf[asked] ?? []));
    if (missing.length) return again(missing);
    if (asked === 'proofing') {
      const proofing = form.get('proofing') === '3' ? 3 : 2;
      await call(raiseProofing, { personId: params.id, proofing, document: form.get('document') });
      return redirect(`${start}/people/${params.id}`, { notice: 'proofing-raised' });
    }
    if (!(await ask(call, params.id, form))) return again([{ field: 'other', code: 'accounts.nobody-found' }]);
    return redirect(start, { notice: 'account-request-asked' });
  },
});
export type AccountOfPersonProps = PropsOf<typeof accountOfPersonPage>;

export const accountRequestPage = definePage({
  path: '/administration/accounts/requests/:id',
  duty: officer,
  component: 'accounts/OfficeRequestPage',
  load: ({ call, params }) => call(readRequest, { id: params.id }),
  act: async ({ call, params }, form) => {
    await call(decideRequest, { id: params.id, approved: form.get('_do') === 'approve' });
    return redirect(start, { notice: 'account-request-decided' });
  },
});
export type AccountRequestProps = PropsOf<typeof accountRequestPage>;
