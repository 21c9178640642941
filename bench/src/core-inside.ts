// SPDX-License-Identifier: Apache-2.0
/** What every request asks of the core before it does anything: whose token it is, and whether they may. */
import { resolveToken } from '@stoa/identity/contract';
import { newId, type Platform } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { bareSelects, type Pace, paceOf } from './bare.ts';
import { type Measurement, measurement } from './measurement.ts';
import type { Workplace } from './workplace.ts';

const atOnce = 6;
const posts = 1500;
/** Some of each kind: a duty alone decides, a post decides, nobody may. */
const duties = ['labour.permit-officer', 'audit.auditor', 'platform.operator', 'quality.analyst', 'identity.grantor'];
const permissions = [
  'cases:queue',
  'cases:work',
  'cases:audit',
  'exchange:observe',
  'quality:read-cards',
  'organisations:decide',
];

/** Tokens are taken in turn, so that none is looked at twice in a row. */
export async function tokenChecks(
  platform: Platform,
  place: Workplace,
  tokens: { sessions: readonly string[]; accessTokens: readonly string[] },
): Promise<Measurement[]> {
  const principal: Principal = { kind: 'service', id: 'server' };
  const check = async (input: InputOf<typeof resolveToken>) => {
    const known = await platform.call(resolveToken, input, { principal });
    if (!known.principal) throw new Error(`a ${input.kind} was not known`);
  };
  const pids = [process.pid, place.databasePid];
  let next = 0;
  const one = (from: readonly string[]) => from[next++ % from.length] ?? '';
  const limit = await bareSelects(place.databaseUrl, place.databasePid, atOnce);
  const session = () => check({ kind: 'session', token: one(tokens.sessions) });
  const access = () => check({ kind: 'access-token', scheme: 'Bearer', token: one(tokens.accessTokens) });
  for (const warm of [session, access]) await paceOf(atOnce, 0.5, [], warm);
  const row = (name: string, pace: Pace) =>
    measurement(
      'core',
      `checks of ${name}`,
      pace.perCpuSecond,
      'checks/s a core',
      { perSecond: pace.perSecond, limitPerSecond: limit.perSecond },
      { name: 'prepared one-row selects', value: limit.perCpuSecond },
    );
  return [
    row('a session cookie', await paceOf(atOnce, 4, pids, session)),
    row('an access token', await paceOf(atOnce, 4, pids, access)),
  ];
}

/** Of officials who hold a post each, about things of theirs and of others. */
export async function permissionQuestions({ access }: Platform, place: Workplace): Promise<Measurement[]> {
  const officials = Array.from({ length: posts }, (_, index): Extract<Principal, { kind: 'person' }> => {
    const duty = { code: duties[index % duties.length] ?? '', organisationId: `XM-OFFICE-${index}` };
    return { kind: 'person', id: newId(), name: 'An official', personKey: newId(), duties: [duty], assurance: 2 };
  });
  let allowed = 0;
  const askAll = () => {
    for (const [index, official] of officials.entries())
      for (const permission of permissions) {
        const post = `labour.permit-officer@XM-OFFICE-${index - (index % 10)}`;
        const about = { type: 'Task', id: `task-${index}`, attributes: { posts: [post] } };
        if (access.decide(official, permission, about)) allowed += 1;
      }
  };
  const questions = posts * permissions.length;
  const perSecond = () => {
    const begin = performance.now();
    askAll();
    return (questions * 1000) / (performance.now() - begin);
  };
  const first = perSecond();
  const again = perSecond();
  if (allowed === 0 || allowed === questions * 2) throw new Error('all questions have the same answer');
  const keys = new Map(officials.map((official) => [JSON.stringify(official), true]));
  const lookUp = await paceOf(1, 1, [], async () => {
    for (const official of officials) keys.get(JSON.stringify(official));
  });
  const selects = await bareSelects(place.databaseUrl, place.databasePid, 1);
  return [
    measurement(
      'core',
      `permissions over ${posts} posts, asked first`,
      first,
      'answers/s',
      { questions, allowed: allowed / 2 },
      { name: 'a prepared one-row select each, one at a time', value: selects.perSecond },
    ),
    measurement(
      'core',
      'the same questions again',
      again,
      'answers/s',
      {},
      { name: 'writing the person as JSON and one look-up', value: lookUp.perSecond * posts },
    ),
  ];
}
