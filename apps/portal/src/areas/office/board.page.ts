// SPDX-License-Identifier: Apache-2.0
/** How the office goes: ageing, weeks, rework, workload, forecast. */
import { getBoard } from '@stoa/casework/contract';
import { definePage, type PropsOf } from '../../server/page.ts';

export const boardPage = definePage({
  path: '/office/board',
  signIn: true,
  component: 'office/BoardPage',
  load: async ({ call, query, text }) => {
    const ask = (officeId?: string, serviceId?: string) =>
      call(getBoard, { ...(officeId ? { officeId } : {}), ...(serviceId ? { serviceId } : {}) });
    const [office, service] = [query.office?.slice(0, 64), query.service?.slice(0, 64)];
    const asked = await ask(office, service);
    // What the board does not have narrows nothing: the filter could not say so.
    const known = (items: readonly { id: string }[], id: string | undefined) => items.find((one) => one.id === id)?.id;
    const [officeId, serviceId] = [known(asked.offices, office), known(asked.services, service)];
    const { offices, services, ...board } =
      officeId === (office || undefined) && serviceId === (service || undefined)
        ? asked
        : await ask(officeId, serviceId);
    const choices = (items: typeof offices) => items.map(({ id, name }) => ({ value: id, text: text(name) }));
    return {
      ...board,
      office: officeId ?? '',
      service: serviceId ?? '',
      offices: choices(offices),
      services: choices(services),
    };
  },
});
export type BoardProps = PropsOf<typeof boardPage>;
