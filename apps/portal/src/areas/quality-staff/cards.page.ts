// SPDX-License-Identifier: Apache-2.0
/** Cards of rendered services: the list, one card with its way and what may be done with it, its link on paper. */
import {
  type CardReason,
  type CardState,
  countCards,
  getCard,
  givePaper,
  holdLink,
  listCards,
  retryCard,
  revealPerson,
  withdrawCard,
} from '@stoa/quality/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { holds, intake, isDay, isId, readers, sideStates, way } from './shared.ts';

const states: readonly string[] = [...way, ...sideStates];

function filterOf({ state, reason, sender, organisation, from, to, search, order }: PageContext['query']) {
  return {
    ...(states.includes(state ?? '') ? { state: state as CardState } : {}),
    ...(/^[a-z-]{1,40}$/.test(reason ?? '') ? { reason: reason as CardReason } : {}),
    ...(/^[A-Za-z0-9-]+(\/[A-Za-z0-9-]+){3}$/.test(sender ?? '') ? { senderId: sender } : {}),
    ...(/^[A-Za-z0-9-]{1,100}$/.test(organisation ?? '') ? { organisationId: organisation } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(order === 'oldest' ? { order: 'oldest' as const } : {}),
    ...(search?.trim() ? { search: search.trim().slice(0, 200) } : {}),
  };
}

export const cardsPage = definePage({
  path: '/quality-work/cards',
  duty: readers,
  component: 'quality-staff/CardsPage',
  load: async ({ call, query, text }) => {
    const filter = filterOf(query);
    const page = await call(listCards, { ...filter, limit: 20, ...(query.cursor ? { cursor: query.cursor } : {}) });
    // What there is to choose from does not depend on what is chosen.
    const counts = await call(countCards, {});
    return {
      nextCursor: page.nextCursor,
      cards: page.items.map(({ directory, organisationName, ...card }) => ({
        ...card,
        name: directory ? text(directory.name) : organisationName,
      })),
      counts,
    };
  },
});
export type CardsProps = PropsOf<typeof cardsPage>;

export const cardPage = definePage({
  path: '/quality-work/cards/:id',
  duty: readers,
  component: 'quality-staff/CardPage',
  load: async (context) => {
    const { call, params, text } = context;
    if (!isId(params.id)) throw new Elsewhere('/quality-work/cards');
    const { directory, ...card } = await call(getCard, { id: params.id });
    return {
      ...card,
      directoryName: directory && text(directory.name),
      directoryAddress: directory?.address && text(directory.address),
      works: holds(context, ...intake),
      handsOut: holds(context, ...intake, 'quality.organisation'),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const errors = complaintsAbout(form);
    if (errors.length > 0) return again(errors);
    const reason = form.get('reason');
    switch (form.get('_do')) {
      case 'reveal':
        return again([], { result: await call(revealPerson, { id, purpose: form.get('purpose') }) });
      case 'retry':
        await call(retryCard, { id });
        break;
      case 'withdraw':
        await call(withdrawCard, { id, reason: form.get('withdrawal') });
        break;
      case 'hold':
        await call(holdLink, { id, held: true, reason });
        break;
      default:
        await call(holdLink, { id, held: false, reason });
    }
    return redirect(`/quality-work/cards/${id}`, { notice: 'quality-work-done' });
  },
});
export type CardProps = PropsOf<typeof cardPage>;

/** A reason is asked for what others see, and a yes for what cannot be undone. */
function complaintsAbout(form: Form) {
  const short = (field: string, least: number) =>
    form.get(field).length < least ? [{ field, code: 'quality-work.reason-missing' }] : [];
  switch (form.get('_do')) {
    case 'reveal':
      return short('purpose', 10);
    case 'withdraw':
      return [
        ...short('withdrawal', 3),
        ...(form.get('sure') === 'yes' ? [] : [{ field: 'sure', code: 'quality-work.not-sure' }]),
      ];
    case 'retry':
      return [];
    default:
      return short('reason', 3);
  }
}

/** Printed at the counter. Asking for it is written down, so it is asked for by a button. */
export const paperPage = definePage({
  path: '/quality-work/cards/:id/paper',
  duty: [...intake, 'quality.organisation'],
  component: 'quality-staff/PaperPage',
  load: ({ params }) => ({ id: params.id }),
  act: async ({ call, params: { id }, text }) => {
    const { organisationName, picture, ...paper } = await call(givePaper, { id });
    const result = {
      ...paper,
      name: text(organisationName),
      picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`,
    };
    return again([], { result });
  },
});
export type PaperProps = PropsOf<typeof paperPage>;
