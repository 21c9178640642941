// SPDX-License-Identifier: Apache-2.0
/** What somebody agreed to, and one purpose with its text, its history and the way to agree or to take back. */
import { getPurpose, give, listActs, listMine, type Purpose, withdraw } from '@stoa/consent/contract';
import { definePage, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf } from '../books/shared.ts';

type Context = Pick<PageContext, 'principal' | 'call' | 'text' | 'query'>;

/** Nobody but a person with a number of their own, or who acts for one, has consents here. */
export const hasConsents = ({ principal }: Pick<Context, 'principal'>): boolean =>
  principal.kind === 'person' && principal.personKey !== undefined && principal.actingFor?.kind !== 'organisation';

/** The texts of a purpose in the language of the page. */
export function purposeInWords({ text }: Pick<Context, 'text'>, { content, controller, ...rest }: Purpose) {
  const { title, explanation, benefit, law, recipients, concepts, validDays } = content;
  return {
    ...{ code: rest.code, version: rest.version, digest: rest.digest, publishedAt: rest.publishedAt },
    ...{ title: text(title), explanation: text(explanation), benefit: text(benefit), controller: text(controller) },
    ...{ law: `${text(law.title)}, ${text(law.article)}`, recipients, concepts, validDays },
  };
}

async function actsOf({ call, text, query }: Context, code?: string) {
  const { items, nextCursor } = await call(listActs, { ...cursorOf(query), ...(code ? { code } : {}) });
  const acts = items.map(({ id, act, at, until, version, title, byOther, place }) => ({
    ...{ id, act, at, until, version, byOther, place, title: text(title) },
  }));
  return { acts, nextCursor };
}

export const dataPage = definePage({
  path: '/cabinet/data',
  signIn: true,
  component: 'cabinet/DataPage',
  load: async (context) => {
    const { principal, call } = context;
    const known = hasConsents(context);
    const { items } = known ? await call(listMine, {}) : { items: [] };
    return {
      ...{ known, mayCopy: known && principal.kind === 'person' && !principal.actingFor },
      consents: items.map(({ state, since, until, ...purpose }) => ({
        ...{ ...purposeInWords(context, purpose), id: purpose.code, state, since, until },
      })),
      ...(known ? await actsOf(context) : { acts: [], nextCursor: undefined }),
    };
  },
});
export type DataProps = PropsOf<typeof dataPage>;

export const consentPage = definePage({
  path: '/cabinet/data/consents/:purpose',
  signIn: true,
  component: 'cabinet/ConsentPage',
  load: async (context) => {
    const { call, params } = context;
    const { purpose: code } = params;
    const purpose = purposeInWords(context, await call(getPurpose, { code }));
    const known = hasConsents(context);
    const mine = known ? (await call(listMine, {})).items.find((one) => one.code === code) : undefined;
    return {
      ...{ purpose, known, state: mine?.state, until: mine?.until },
      ...(known ? await actsOf(context, code) : { acts: [], nextCursor: undefined }),
    };
  },
  act: async ({ call, params: { purpose: code }, language }, form) => {
    if (form.get('_do') === 'withdraw') {
      await call(withdraw, { code, language });
      return redirect('/cabinet/data', { notice: 'consent-withdrawn' });
    }
    await call(give, { code, language, version: Number(form.get('version')) || 1, digest: form.get('digest') });
    return redirect('/cabinet/data', { notice: 'consent-given' });
  },
});
export type ConsentProps = PropsOf<typeof consentPage>;
