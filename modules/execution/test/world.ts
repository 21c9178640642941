// SPDX-License-Identifier: Apache-2.0
/** A ministry with people on posts of its chancery, and another one. */
import documents from '@stoa/documents';
import * as papers from '@stoa/documents/contract';
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { idOf } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { enterDemoStructure } from '@stoa/organisations/contract';
import { expect } from 'vitest';
import * as contract from '../src/contract.ts';
import execution from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';
const from = '2020-01-01';
export const duty = {
  clerk: 'documents.clerk',
  leader: 'documents.leader',
  executor: 'documents.executor',
  cleared: 'documents.cleared',
} as const;

/** Posts of the labour ministry; `empty` is held by nobody. */
const posts = {
  clerk: [duty.clerk],
  head: [duty.leader],
  one: [duty.executor],
  two: [duty.executor],
  three: [duty.executor],
  lawyer: [duty.executor],
  empty: [duty.executor],
} as const;
type PostName = keyof typeof posts;
export const postId = (name: PostName | string): string => idOf(`demo structure ${labour} ${name}`);

export async function ministry() {
  const b = await benchWith({ STOA_DEMO: '1' }, execution, documents, organisations, identity);
  const demo = { kind: 'service', id: 'demo' } as const;
  const operator = b.person({ duties: ['platform.operator'] });
  const holders = new Map<string, string>();
  let serial = 0;
  async function registered(name: string): Promise<string> {
    const snils = number(++serial);
    const input = { snils, name, email: `p${serial}@mail.example`, login: `holder-${serial}` };
    const { id } = await b.call(people.registerPerson, input, operator);
    return id;
  }
  for (const name of Object.keys(posts)) if (name !== 'empty') holders.set(name, await registered(`Person ${name}`));
  const holding = (name: string) => {
    const personId = holders.get(name);
    return personId ? [{ personId, name: `Person ${name}`, as: 'holder' as const, from: `${from}T00:00:00.000Z` }] : [];
  };
  await b.call(
    enterDemoStructure,
    {
      id: labour,
      units: [{ key: 'chancery', name: { en: 'Chancery' }, from }],
      posts: Object.entries(posts).map(([name, duties]) => ({
        ...{ key: `${labour} ${name}`, unit: 'chancery', title: { en: `Post ${name}` }, from, duties: [...duties] },
        holdings: holding(name),
      })),
    },
    demo,
  );
  await b.drain();

  const onPost = (name: PostName, as?: 'acting' | 'substitute', inPlaceOf?: string) =>
    b.person({
      ...(as ? {} : { id: holders.get(name) ?? '' }),
      name: as ? `Somebody ${as}` : `Person ${name}`,
      duties: posts[name].map((code) => ({
        ...{ code, organisationId: labour, postId: postId(name) },
        ...(as ? { as } : {}),
        ...(inPlaceOf ? { inPlaceOf } : {}),
      })),
    });
  const elsewhere = b.person({
    name: 'Ivan Elsewhere',
    duties: [duty.clerk, duty.leader, duty.executor].map((code) => ({ code, organisationId: interior })),
  });
  const [clerk, head, one, two, three, lawyer] = [
    ...[onPost('clerk'), onPost('head'), onPost('one')],
    ...[onPost('two'), onPost('three'), onPost('lawyer')],
  ] as const;
  type Who = typeof elsewhere;

  const draft = async (as: Who = one, more: object = {}) =>
    (
      await b.call(
        papers.createDocument,
        { institutionId: labour, kind: 'outgoing', subject: 'Answer on the quota of workers', ...more },
        as,
      )
    ).id;
  const correspondence = { kind: 'service', id: 'correspondence' } as const;
  let letters = 0;
  const letter = async (more: object = {}) => {
    const key = `letter-${++letters}`;
    const { id } = await b.call(
      papers.takeIn,
      {
        ...{ institutionId: labour, key, source: 'exchange', kind: 'incoming', label: 0, files: [] },
        subject: `On the matter ${key} of ${key}`,
        correspondents: [{ organisationId: interior, name: 'Ministry of the Interior' }],
        ...more,
      },
      correspondence,
    );
    await b.call(papers.registerDocument, { id, noDouble: true }, clerk);
    await b.drain();
    return id;
  };
  const read = (id: string, as: Who = clerk) => b.call(papers.getDocument, { id }, as);
  const work = (documentId: string, as: Who = clerk) => b.call(contract.getWork, { documentId }, as);
  const desk = async (as: Who, kind?: contract.WorkKind) =>
    (await b.call(contract.getDesk, kind ? { kind } : {}, as)).items;
  const approverOf = async (documentId: string, name: PostName): Promise<string> => {
    const { routes } = await work(documentId);
    const all = routes.at(-1)?.stages.flatMap(({ approvers }) => approvers) ?? [];
    const found = all.filter((each) => each.postId === postId(name)).at(-1);
    expect(found).toBeDefined();
    return found?.id ?? '';
  };
  return {
    ...{ b, clerk, head, one, two, three, lawyer, elsewhere, onPost, draft, letter, read, work, desk, approverOf },
    ...{ registered, correspondence },
  };
}

/** A number of the scheme of persons with a right check sum. */
function number(serial: number): string {
  const digits = String(100_000_000 + serial);
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (9 - at), 0);
  const check = sum % 101 === 100 ? 0 : sum % 101;
  return digits + String(check).padStart(2, '0');
}
