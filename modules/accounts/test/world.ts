// SPDX-License-Identifier: Apache-2.0
/** Accounts with identity, a population register behind a connector on loopback, and the messages that were sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listCases } from '@stoa/cases/contract';
import { people, personBySnils } from '@stoa/country-xm';
import * as identityContract from '@stoa/identity/contract';
import identity from '@stoa/identity';
import { notify } from '@stoa/notifications/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { benchWith } from '@stoa/kernel/testing';
import { afterAll } from 'vitest';
import * as contract from '../src/contract.ts';
import accounts from '../src/index.ts';

export const password = 'violet harbour 44 lanterns';
export const self = { kind: 'service', id: 'accounts' } as const;

async function register() {
  const state = { away: false, calls: [] as string[] };
  const server = createServer((request, response) => {
    const number = /^\/r1\/.*\/POPULATION\/persons\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '';
    state.calls.push(number);
    const found = state.away ? undefined : personBySnils(number);
    response.writeHead(state.away ? 503 : found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(found ?? { type: state.away ? 'server.clientproxy.down' : 'population.person-unknown' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

export async function accountsWorld() {
  const population = await register();
  const b = await benchWith({ STOA_PLATFORM_CONNECTOR_URL: population.url }, accounts, identity);
  const sent: { to: { personKey: string; email?: string }; subject: { en: string }; link?: string }[] = [];
  const cases: { state: string }[] = [];
  b.stub(notify, async (input) => {
    sent.push(input);
    return { id: '01919191-0000-7000-8000-000000000009' };
  });
  b.stub(getOrganisation, async ({ id }) => ({
    ...{ id, revision: 1, kind: 'company' as const, name: { en: 'Steppe' } as never, from: '2012-01-01' },
  }));
  b.stub(listCases, async () => ({ items: cases as never[] }));
  const tokenIn = (link = '') => link.split('/').at(-1) ?? '';
  /** The last message to an address. */
  const lastTo = async (email: string) => {
    await b.drain();
    return sent.findLast(({ to }) => to.email === email);
  };
  const everybody = people();
  let next = 40;
  let revision = 0;
  const found = async (by: { login?: string; personId?: string; personKey?: string }) =>
    (await b.call(identityContract.findAccount, by, self)).found;
  return {
    b,
    population,
    sent,
    cases,
    lastTo,
    tokenIn,
    found,
    /** All duties that the person holds from now on, as organisations tells of them. */
    hold(personId: string, ...codes: readonly string[]) {
      const at = { organisationId: 'XM-01-LABOUR', as: 'holder' as const, from: new Date(0).toISOString() };
      const duties = codes.map((code) => ({ code, ...at }));
      revision += 1;
      return b.call(
        identityContract.holdDuties,
        { personId, revision, duties },
        { kind: 'service', id: 'organisations' },
      );
    },
    /** Somebody of the register whom no test has used yet, and what they say of themselves. */
    somebody: () => {
      const person = everybody[next++];
      if (!person) throw new Error('the register is used up');
      return {
        person,
        facts: {
          number: person.snils,
          familyName: person.familyName,
          birthOn: person.birthOn,
          documentNumber: person.document.number,
        },
      };
    },
    /** Registers with the link of the message; answers who it is. */
    async open(email: string, login: string) {
      const token = tokenIn((await lastTo(email))?.link);
      await b.call(contract.completeRegistration, { token, login, password });
      const account = await found({ login });
      if (!account) throw new Error(`nobody has the login ${login}`);
      return {
        account,
        me: { ...b.person({ id: account.personId, name: account.name }), personKey: account.personKey },
      };
    },
  };
}
