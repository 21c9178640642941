// SPDX-License-Identifier: Apache-2.0
/** Quality, surveys and analytics as they run together, with a cabinet that keeps what it is sent. */
import analytics from '@stoa/analytics';
import { governmentOrganisation, localDate, namedPeople } from '@stoa/country-xm';
import { getTraffic } from '@stoa/exchange/contract';
import { handOverDuties } from '@stoa/identity/contract';
import { newId, Refusal } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import organisations from '@stoa/organisations';
import { listCarers } from '@stoa/powers/contract';
import surveys from '@stoa/surveys';
import * as contract from '../src/contract.ts';
import quality from '../src/index.ts';

export const sender = { kind: 'service', id: 'cases' } as const;
export const senderId = 'XM/GOV/1001/LABOUR';
export const fullMarks = { organisation: 5, comfort: 5, goodwill: 5, competence: 5, overall: 5 };

export function cardContent(changes: Partial<contract.RenderedServiceCard> = {}): contract.RenderedServiceCard {
  const office = governmentOrganisation('XM-01-LABOUR');
  if (!office) throw new Error('the directory lacks the labour department');
  const { familyName, givenName, birthOn, snils } = namedPeople.worker;
  return {
    recordId: newId(),
    organisationName: office.name.en,
    organisationAddress: office.address.en,
    inn: office.inn,
    ogrn: office.ogrn,
    kpp: office.kpp,
    organisationType: office.type,
    familyName,
    givenName,
    birthOn,
    snils,
    serviceCode: 'work-permit',
    renderedOn: localDate(new Date()),
    ...changes,
  };
}

/** What the specification names, and nothing else. */
export function cardOfTheText(changes: Partial<contract.RenderedServiceCard> = {}): contract.RenderedServiceCard {
  const { recordId: _record, serviceCode: _service, familyName, givenName, ...card } = cardContent(changes);
  return { fullName: `${familyName} ${givenName}`, ...card };
}

type Notice = InputOf<typeof notify>;

export async function qualityBench(env: Record<string, string> = {}) {
  const b = await benchWith({ STOA_MINIMUM_ANSWERS: '1', ...env }, quality, surveys, analytics, organisations);
  b.stub(handOverDuties, async () => ({ organisations: [], duties: [] }));
  b.stub(listCarers, async () => ({ items: [] }));
  b.stub(getTraffic, async () => {
    throw new Refusal('missing', 'exchange.subsystem-unknown', 'No department is on this exchange.');
  });
  const cabinet: Notice[] = [];
  const cabinetTakes = async (notice: Notice) => {
    if (!cabinet.some((known) => known.key === notice.key)) cabinet.push(notice);
    return { id: newId() };
  };
  b.stub(notify, cabinetTakes);
  const today = () => localDate(b.clock.now());
  const submit = (changes: Partial<contract.RenderedServiceCard> = {}) =>
    b.call(contract.submitCard, { senderId, ...cardContent({ renderedOn: today(), ...changes }) }, sender);
  const tokenFor = (cardId: string) =>
    cabinet.find((notice) => notice.key === cardId)?.link?.replace('/survey/', '') ?? '';
  return {
    ...b,
    cabinet,
    cabinetTakes,
    today,
    submit,
    tokenFor,
    /** A card whose invitation has arrived. */
    async invite(changes: Partial<contract.RenderedServiceCard> = {}) {
      const { id } = await submit(changes);
      await b.drain();
      return { id, token: tokenFor(id) };
    },
    stateOf: async (id: string) =>
      (
        await b.sql<{ state: string; reasons: string[] }>('select state, reasons from quality.card where id = $1', [id])
      )[0],
    /** Finishes what is under way, lets the time pass, and lets what becomes due then be folded too. */
    async tick(by: Parameters<typeof b.clock.advance>[0] = { seconds: 2 }) {
      await b.drain();
      b.clock.advance(by);
      await b.drain();
      b.clock.advance({ seconds: 2 });
      await b.drain();
    },
  };
}
