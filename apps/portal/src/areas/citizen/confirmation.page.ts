// SPDX-License-Identifier: Apache-2.0
import { getCase } from '@stoa/cases/contract';
import { getService } from '@stoa/catalogue/contract';
import { definePage, Elsewhere, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';
import { showCase } from './case-view.ts';

export const confirmationPage = definePage({
  path: '/cases/:id/confirmation',
  signIn: true,
  component: 'citizen/ConfirmationPage',
  load: async (context) => {
    const found = await context.call(getCase, { id: context.params.id });
    if (found.state === 'draft') throw new Elsewhere(`/cases/${found.id}/tasks`);
    const service = await whenUp(context.call(getService, { id: found.serviceId }));
    const { id, number, title, state, dueOn, invoice } = showCase(found, context.text);
    return {
      id,
      number,
      title,
      state,
      dueOn,
      invoice,
      hasFee: service?.hasFee ?? false,
      steps: (service?.steps ?? []).map(context.text),
    };
  },
});
export type ConfirmationProps = PropsOf<typeof confirmationPage>;
