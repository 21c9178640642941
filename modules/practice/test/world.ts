// SPDX-License-Identifier: Apache-2.0
/** Somebody of a ministry who practises, with everything that the room stands on. */
import { namedPeople } from '@stoa/country-xm';
import correspondence from '@stoa/correspondence';
import documents from '@stoa/documents';
import execution from '@stoa/execution';
import identity from '@stoa/identity';
import { registerPerson } from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import signing from '@stoa/signing';
import * as contract from '../src/contract.ts';
import practice from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';

export async function practiceRoom() {
  const b = await bench(practice, correspondence, execution, documents, organisations, identity, signing);
  const operator = b.person({ duties: ['platform.operator'] });
  const { snils, nameLatin: name } = namedPeople.officer;
  const { id } = await b.call(registerPerson, { snils, name, email: 'o@mail.example', login: 'officer' }, operator);
  const working = b.person({ id, name, duties: [{ code: 'documents.clerk', organisationId: labour }] });
  const { practiceId } = await b.call(contract.enterRoom, {}, working);
  const [{ posts }] = (await b.sql<{ posts: Record<string, string> }>('select posts from practice.room')) as [
    { posts: Record<string, string> },
  ];
  const trainee = {
    ...b.person({
      ...{ id, name },
      duties: (['clerk', 'head', 'executor'] as const).map((post) => ({
        code: `documents.${post === 'head' ? 'leader' : post}`,
        ...{ organisationId: practiceId, postId: posts[post] ?? '' },
      })),
    }),
    practises: true as const,
  };
  const start = async (task: contract.TaskCode, language: 'en' | 'ar' = 'en') => {
    const attempt = await b.call(contract.startTask, { task, language }, trainee);
    await b.drain();
    return attempt;
  };
  const check = (attemptId: string, answer?: string) =>
    b.call(contract.checkTask, { id: attemptId, ...(answer ? { answer } : {}) }, trainee);
  const wrong = (attempt: contract.Attempt) => attempt.findings.filter(({ right }) => !right).map(({ code }) => code);
  return { b, working, trainee, practiceId, posts, start, check, wrong };
}
