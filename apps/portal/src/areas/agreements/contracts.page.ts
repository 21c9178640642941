// SPDX-License-Identifier: Apache-2.0
/** Contracts of whom one acts for: the list, one with its versions beside each other, and other terms in answer. */
import {
  type Agreement,
  counterAgreement,
  getAgreement,
  leaveAgreement,
  listAgreements,
  signAgreement,
} from '@stoa/agreements/contract';
import { again, definePage, type Form, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { type ShownField, typedAnswers } from '../citizen/case-form.ts';

const path = '/cabinet/contracts';

const startOf = (items: readonly Pick<Agreement, 'serviceId' | 'lasting'>[]): string => {
  const last = items.find(({ lasting }) => lasting);
  return last ? `/services/${last.serviceId}` : '/services';
};

export const contractsPage = definePage({
  path,
  signIn: true,
  component: 'agreements/ContractsPage',
  load: async ({ call, query, text, principal }) => {
    const waiting = query.waiting === 'yes';
    const found = await call(listAgreements, {
      ...{ limit: 20, waiting },
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      waiting,
      forOrganisation: principal.kind === 'person' && principal.actingFor?.kind === 'organisation',
      contracts: found.items.map(({ id, contract, actText, as, proposer, other, state, outcome, ...rest }) => ({
        ...{ id, contract, act: text(actText), with: (as === 'proposer' ? other : proposer).name, state, outcome },
        ...{ yourTurn: rest.yourTurn, until: rest.until, madeAt: rest.madeAt },
        standing: rest.outcomeText && text(rest.outcomeText),
      })),
      /** Where one that lasts is proposed, changed and ended. */
      startAt: startOf(found.items),
      nextCursor: found.nextCursor,
    };
  },
});
export type ContractsProps = PropsOf<typeof contractsPage>;

type Text = PageContext['text'];

/** A row for each term, a cell for each version; what a version changed is marked. */
function compared({ versions }: Agreement, text: Text) {
  const named = new Map(versions.flatMap(({ terms }) => terms.map(({ name, label }) => [name, text(label)] as const)));
  return [...named].map(([name, label]) => {
    const cells = versions.map(({ number, terms }) => {
      const term = terms.find((one) => one.name === name);
      const value = term?.value ?? '';
      return { number, value: term?.text ? text(term.text) : value, isDate: term?.isDate === true };
    });
    return {
      ...{ name, label },
      cells: cells.map((cell, at) => ({ ...cell, changed: at > 0 && cell.value !== cells[at - 1]?.value })),
    };
  });
}

const show = (agreement: Agreement, text: Text) => ({
  ...agreement,
  ...{ title: text(agreement.title), act: text(agreement.actText), rows: compared(agreement, text) },
  standing: agreement.outcomeText && text(agreement.outcomeText),
  versions: agreement.versions.map(({ terms: _, ...version }) => version),
  seen: agreement.versions.at(-1)?.number ?? 1,
  history: agreement.history.map(({ actText, outcomeText, ...step }) => ({
    ...{ ...step, act: text(actText), standing: outcomeText && text(outcomeText) },
  })),
  open: agreement.open.map(
    ({ name, label, hint, widget, value, choices }): ShownField => ({
      ...{ name, label: text(label), widget, value: value === null ? '' : String(value), shown: '', locked: false },
      ...{ hint: hint && text(hint), required: true },
      choices: choices?.map((choice) => ({ value: choice.value, text: text(choice.label) })),
    }),
  ),
});

export const contractPage = definePage({
  path: '/cabinet/contracts/:id',
  signIn: true,
  component: 'agreements/ContractPage',
  load: async ({ call, text, params, query }) => ({
    contract: show(await call(getAgreement, { id: params.id }), text),
    leaving: query.leave === 'yes',
  }),
  act: async ({ call, params: { id } }, form) => {
    const seen = seenOf(form);
    if (form.get('_do') === 'sign') {
      const { state } = await call(signAgreement, { id, seen });
      return redirect(`${path}/${id}`, { notice: state === 'concluded' ? 'contract-concluded' : 'contract-signed' });
    }
    const reason = form.get('reason');
    await call(leaveAgreement, { id, seen, ...(reason ? { reason } : {}) });
    return redirect(`${path}/${id}`, { notice: 'contract-left' });
  },
});
export type ContractProps = PropsOf<typeof contractPage>;

/** What was on the page: another version meanwhile is told, never signed unread. */
const seenOf = (form: Form): number => Math.max(1, Number.parseInt(form.get('_seen'), 10) || 1);

export const counterPage = definePage({
  path: '/cabinet/contracts/:id/terms',
  signIn: true,
  component: 'agreements/CounterPage',
  load: async ({ call, text, params }) => ({ contract: show(await call(getAgreement, { id: params.id }), text) }),
  act: async ({ call, params: { id } }, form) => {
    const terms = Object.fromEntries(Object.entries(typedAnswers(form)).filter(([name]) => !name.startsWith('_')));
    const empty = Object.entries(terms).filter(([, value]) => value === '');
    if (empty.length > 0) return again(empty.map(([field]) => ({ field, code: 'agreements.term-missing' })));
    await call(counterAgreement, { id, seen: seenOf(form), terms });
    return redirect(`${path}/${id}`, { notice: 'contract-countered' });
  },
});
export type CounterProps = PropsOf<typeof counterPage>;
