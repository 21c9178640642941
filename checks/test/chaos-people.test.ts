// SPDX-License-Identifier: Apache-2.0
/** What the chaos run would say of accounts, posts, powers and documents in which something was lost or done twice. */
import accounts from '@stoa/accounts';
import documents from '@stoa/documents';
import execution from '@stoa/execution';
import identity from '@stoa/identity';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import powers from '@stoa/powers';
import signing from '@stoa/signing';
import { expect, test } from 'vitest';
import { lostOfDocuments, ofDocuments } from '../src/chaos/compare-documents.ts';
import { lostOfPeople, ofPeople } from '../src/chaos/compare-people.ts';

const b = await bench(accounts, identity, organisations, powers, documents, execution, signing);
const seen = async (of: Readonly<Record<string, string>>) => {
  const faults: string[] = [];
  for (const [fault, sql] of Object.entries(of)) if ((await b.sql(sql)).length > 0) faults.push(fault);
  return faults;
};
const rows = async <R extends object>(sql: string, values: unknown[] = []) => (await b.sql(sql, values)) as R[];
const [institution, journal] = ['XM-LABOUR-MINISTRY', newId()];

async function numbered(n: number, state = 'registered'): Promise<string> {
  const id = newId();
  await b.sql(
    `insert into documents.document (id, institution_id, kind, direction, state, label, language, source, subject, correspondents, card, author_name,
       number, created_at, changed_at) values ($1, $2, 'incoming', 'incoming', $3, 0, 'en', 'hand', 'S', '[]', '{}', 'A', $4, now(), now())`,
    [id, institution, state, `01-${n}/26`],
  );
  await b.sql(
    `insert into documents.registration (journal_id, n, number, state, document_id, on_date, at, by_name)
     values ($1, $2, $3, 'taken', $4, now(), now(), 'A')`,
    [journal, n, `01-${n}/26`, id],
  );
  return id;
}

test('a number that is lost, and one that stands twice, is seen', async () => {
  await b.sql(
    `insert into documents.journal (id, institution_id, code, year, template, index_code, next_number) values ($1, $2, 'incoming', 2026, 't', '01', 3)`,
    [journal, institution],
  );
  const [first] = [await numbered(1), await numbered(2)];
  expect(await seen(ofDocuments)).toEqual([]);
  await b.sql(`delete from documents.registration where n = 2`);
  expect(await seen(ofDocuments)).toEqual(['a journal has a gap', 'a document and its number are not one']);
  await b.sql(`update documents.document set number = null where number = '01-2/26'`);
  await b.sql('update documents.journal set next_number = 2');
  expect(await seen(ofDocuments)).toEqual([]);
  const told = { kind: 'numbered', id: first, number: '01-7/26' } as const;
  expect(await lostOfDocuments([told], rows)).toHaveLength(1);
  expect(await lostOfDocuments([{ ...told, number: '01-1/26' }], rows)).toEqual([]);
  expect(await lostOfDocuments([{ kind: 'resolved', id: first }], rows)).toHaveLength(1);
});

test('what was decided and never told, approved and never ended, is seen; a duty that nobody told of, too', async () => {
  await b.sql(`insert into execution.owed (id, document_id, call, at) values ($1, $1, '{}', now())`, [newId()]);
  expect(await seen(ofDocuments)).toEqual(['something was decided and documents never heard of it']);
  const person = newId();
  await b.sql(
    `insert into accounts.request (id, kind, person_id, facts, asked_by, asked_by_name, asked_at, approved) values ($1, 'join', $1, '{}', $1, 'A', now(), true)`,
    [person],
  );
  await b.sql(
    `insert into identity.held_duty (person_id, code, organisation_id, as_what, from_at, post_id) values ($1, 'labour.permit-officer', 'X', 'holder', '2020-01-01', $1)`,
    [await known(person)],
  );
  expect(await seen(ofPeople)).toEqual(['a duty is held that no post gives', 'a request was approved and never ended']);
  expect(await lostOfPeople([{ kind: 'account', login: 'nobody' }], rows)).toHaveLength(1);
  expect(await lostOfPeople([{ kind: 'power', id: person, state: 'offered' }], rows)).toHaveLength(1);
});

test('an invitation that opened two accounts, and a post with two holders or none, is seen', async () => {
  const before = await seen(ofPeople);
  const more = async () => (await seen(ofPeople)).filter((fault) => !before.includes(fault));
  const [invitation, post] = [newId(), newId()];
  await b.sql(
    `insert into accounts.invitation (id, invited_by, created_at, expires_at) values ($1, $1, now(), now() + interval '1 day')`,
    [invitation],
  );
  expect(await more()).toEqual([]);
  await b.sql('insert into identity.opened_once (key, person_id) values ($1, $1)', [invitation]);
  expect(await more()).toEqual(['an invitation opened an account and is open still, or the other way round']);
  await b.sql('update accounts.invitation set used_at = now() where id = $1', [invitation]);
  for (const _ of ['one', 'two'])
    await b.sql(
      `insert into accounts.registration (id, way, invitation_id, created_at, expires_at, settled_at, used_at)
       values ($1, 'passport', $2, now(), now(), now(), now())`,
      [newId(), invitation],
    );
  expect(await more()).toEqual(['an invitation opened two accounts']);
  await b.sql('delete from accounts.registration');
  const organisation = `insert into organisations.organisation (id, kind, name, words, from_on, revision)
    values ('XM-HANDED', 'local', '{"en": "O"}', 'o', '2020-01-01', 1)`;
  await b.sql(organisation);
  await b.sql(
    `insert into organisations.post (id, organisation_id, title, from_on) values ($1, 'XM-HANDED', '{"en": "Handed over 1"}', '2020-01-01')`,
    [post],
  );
  expect(await more()).toEqual(['a post that was handed over has no holder']);
  const hold = (from: string, until: string | null) =>
    b.sql(
      `insert into organisations.holding (id, post_id, person_id, name, as_what, from_at, until_at) values ($1, $2, $1, 'A', 'holder', $3, $4)`,
      [newId(), post, from, until],
    );
  await hold('2020-01-01', '2021-01-01');
  await hold('2021-01-01', null);
  expect(await more()).toEqual([]);
  await hold('2020-06-01', '2020-07-01');
  expect(await more()).toEqual(['two hold one post at once']);
  expect(await lostOfPeople([{ kind: 'citizen', login: 'nobody' }], rows)).toHaveLength(1);
  expect(await lostOfPeople([{ kind: 'guest', logins: ['nobody', 'nor-they'], opened: 1 }], rows)).toHaveLength(1);
  expect(await lostOfPeople([{ kind: 'handed', reason: 'Hand-over that is nowhere' }], rows)).toHaveLength(1);
});

async function known(id: string): Promise<string> {
  await b.sql(`insert into identity.person (id, person_key, name, assurance) values ($1, 'k', 'A', 1)`, [id]);
  return id;
}
