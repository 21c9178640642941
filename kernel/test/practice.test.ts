// SPDX-License-Identifier: Apache-2.0
/** Who is in the practice room has only duties of practice, and otherwise none of them. */
import { expect, test } from 'vitest';
import { authenticate } from '../src/http/authenticate.ts';
import type { Principal } from '../src/contract.ts';

const id = '01919191-0000-7000-8000-000000000001';
const work = { code: 'documents.clerk', organisationId: 'XM-LABOUR-MINISTRY' };
const practice = { code: 'documents.leader', organisationId: 'PRACTICE-ROOM-1' };
const person: Principal = { kind: 'person', id, name: 'Paula', duties: [work, practice], assurance: 2 };
const here = { keys: undefined as never, circuit: 'test', publicUrl: 'http://stoa.example' };
const asked = (headers: Record<string, string>) =>
  authenticate({ method: 'GET', url: '/api', headers } as never, here, () => Promise.resolve(person));
const session = 'stoa_session_test=0123456789';

test('a session is at work unless its browser is in the practice room', async () => {
  expect(await asked({ cookie: session })).toEqual({ ...person, duties: [work] });
  expect(await asked({ cookie: `${session}; stoa_practice_test=${id}` })).toEqual({
    ...{ ...person, duties: [practice], practises: true },
  });
});

test('the room of somebody else, or of another circuit, is not entered', async () => {
  const other = id.replace(/1$/, '2');
  for (const cookie of [`stoa_practice_test=${other}`, `stoa_practice=${id}`, 'stoa_practice_test=yes'])
    expect(await asked({ cookie: `${session}; ${cookie}` })).toEqual({ ...person, duties: [work] });
});

test('programs never practise', async () => {
  const headers = { authorization: 'Bearer 0123456789', cookie: `stoa_practice_test=${id}` };
  expect(await asked(headers)).toEqual({ ...person, duties: [work] });
});
