// SPDX-License-Identifier: Apache-2.0
/** Powers with a connector that answers for the registers, and people who act for companies. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listServices } from '@stoa/catalogue/contract';
import { steppeBuild, namedPeople } from '@stoa/country-xm';
import { type HeldPower, handOverMandates, holdPowers } from '@stoa/identity/contract';
import { personKey, refuse } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import powers from '../src/index.ts';

interface Company {
  inn: string;
  name: { en: string };
  status: string;
}
interface Relative {
  relation: string;
  snils: string;
  nameLatin: string;
  birthOn: string;
}

/** What the registers say by number, and whether they answer. */
export const registers = {
  companies: new Map<string, Company[]>(),
  families: new Map<string, Relative[]>(),
  away: new Set<string>(),
};

const server = createServer((request, response) => {
  const [, name = '', number = ''] = /\/(companies|families)(?:\/directors)?\/(\d+)$/.exec(request.url ?? '') ?? [];
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (registers.away.has(name)) return send(503, { type: 'Server.ServerProxy.ServiceFailed', message: 'away' });
  if (name === 'companies') return send(200, { companies: registers.companies.get(number) ?? [] });
  const members = registers.families.get(number);
  return members ? send(200, { members }) : send(404, { type: 'population.family-unknown' });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
server.unref();
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export const b = await benchWith({ STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: 't' }, powers);

/** What identity was told last of each person. */
export const told = new Map<string, InputOf<typeof holdPowers>>();
b.stub(holdPowers, async (input) => {
  const before = told.get(input.personKey);
  if (before && before.revision >= input.revision) return { held: false };
  told.set(input.personKey, input);
  return { held: true };
});
export const heldBy = (key: string): readonly HeldPower[] => told.get(key)?.powers ?? [];
export const messages: { key: string; to: string }[] = [];
b.stub(notify, async ({ key, to }) => {
  messages.push({ key, to: to.personKey });
  return { id: '00000000-0000-7000-8000-000000000000' };
});
b.stub(listServices, async () => ({ items: ['work-permit', 'address-certificate'].map((id) => ({ id })) }) as never);
b.stub(getOrganisation, async ({ id }) =>
  id.startsWith('0')
    ? ({ id, name: { en: `Company ${id}` } } as never)
    : refuse('missing', 'organisations.organisation-unknown', 'There is none.'),
);
/** Mandates that identity has not handed over yet. */
export const mandates: { personKey: string; personName: string; organisationId: string; organisationName: never }[] =
  [];
b.stub(handOverMandates, async ({ taken }) => {
  for (const { personKey: key, organisationId } of taken)
    mandates.splice(
      mandates.findIndex((one) => one.personKey === key && one.organisationId === organisationId),
      1,
    );
  return { items: mandates.slice(0, 1) };
});

export const numbers = {
  aigerim: namedPeople.aigerim.snils,
  worker: namedPeople.worker.snils,
  child: namedPeople.workerDaughter.snils,
} as const;
export const keyOf = (number: string) => personKey(b.module, 'xm:snils', number);
export const inn = steppeBuild.inn;
export const agency = '0900000001';

export const aigerim = b.person({ name: 'Aigerim Seitkali', snils: numbers.aigerim });
export const worker = b.person({ name: 'Rahul Sharma', snils: numbers.worker });
/** As what identity would let them act. */
export const acting = <P extends typeof aigerim>(
  person: P,
  id: string,
  limits?: readonly object[],
  kind = 'organisation',
) =>
  ({ ...person, actingFor: { kind, id, name: `Company ${id}`, role: 'director', ...(limits ? { limits } : {}) } }) as P;
export const director = acting(aigerim, inn);
