// SPDX-License-Identifier: Apache-2.0
/** The room: an institution of one's own to practise in, tasks begun in it, and checks of what was really done. */
import { type ModuleRuntime, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, isPractice, type OutputOf, practicePrefix, type Principal } from '@stoa/kernel/contract';
import { enterPractice } from '@stoa/organisations/contract';
import * as contract from '../contract.ts';
import type { Attempt } from '../contract.ts';
import { dutyOf, postNames, Scene } from '../tasks/scene.ts';
import { doing } from '../tasks/table.ts';
import { certificatesOf, certify, shown as shownCertificate } from './certificates.ts';
import * as store from './store.ts';
import type { AttemptRow, RoomRow } from './store.ts';
import { institutionName, postTitles } from './words.ts';

type Person = Extract<Principal, { kind: 'person' }>;
function personOf(principal: Principal): Person {
  if (principal.kind !== 'person') throw new Error('a policy lets only people practise');
  return principal;
}
const worksAt = ({ duties }: Person): string[] => [
  ...new Set(duties.map(({ organisationId }) => organisationId).filter((id) => !isPractice(id))),
];

/** Refuses: practice.not-of-institution. */
export async function enterRoom(
  module: ModuleRuntime,
  input: InputOf<typeof contract.enterRoom>,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterRoom>> {
  const person = personOf(principal);
  const { id: personId, name } = person;
  const known = await module.tx(principal, (tx) => store.findRoom(tx, personId));
  const mine = person.practises && known ? [known.institutionId] : worksAt(person);
  const institutionId = input.institutionId ?? mine[0] ?? '';
  if (!mine.includes(institutionId))
    refuse(
      'forbidden',
      'practice.not-of-institution',
      'You have no duty in this institution. Choose one where you work.',
    );
  const practiceId = known?.practiceId ?? `${practicePrefix}${personId.toUpperCase()}`;
  const { posts } = await module.call(enterPractice, {
    ...{ id: practiceId, name: institutionName, holder: { personId, name } },
    posts: postNames.map((key) => ({ key, title: postTitles[key], duties: [dutyOf[key]] })),
  });
  const ids = Object.fromEntries(posts.map(({ key, id }) => [key, id])) as RoomRow['posts'];
  await module.tx(principal, (tx) => store.putRoom(tx, { personId, institutionId, practiceId, posts: ids }));
  return { personId, practiceId, institutionId };
}

const shown = (row: AttemptRow): Attempt => ({
  ...{ id: row.id, task: row.task, version: row.version, facts: row.facts, checks: row.checks },
  startedAt: row.startedAt.toISOString(),
  ...(row.checkedAt ? { checkedAt: row.checkedAt.toISOString() } : {}),
  ...(row.passedAt ? { passedAt: row.passedAt.toISOString() } : {}),
  findings: [...row.findings],
});

export async function getRoom(tx: Tx): Promise<OutputOf<typeof contract.getRoom>> {
  const person = personOf(tx.principal);
  const room = await store.findRoom(tx, person.id);
  const { latest, passed } = await store.standing(tx, person.id);
  return {
    practises: person.practises === true,
    ...(room ? { practiceId: room.practiceId } : {}),
    institutions: person.practises && room ? [room.institutionId] : worksAt(person),
    tasks: contract.taskCodes.map((task) => {
      const { role, version } = contract.tasks[task];
      const attempt = latest.find((one) => one.task === task);
      const done = passed.some((one) => one.task === task && one.version === version);
      return {
        ...{ task, role, version },
        state: done ? ('passed' as const) : attempt ? ('begun' as const) : ('new' as const),
        ...(attempt ? { attempt: shown(attempt) } : {}),
      };
    }),
    certificates: (await certificatesOf(tx, person.id)).map(shownCertificate),
  };
}

/** Refuses: practice.not-in-room. */
async function roomOf(module: ModuleRuntime, principal: Principal): Promise<RoomRow> {
  const { id } = personOf(principal);
  return (
    (await module.tx(principal, (tx) => store.findRoom(tx, id))) ??
    refuse('conflict', 'practice.not-in-room', 'Enter the practice room first: the task needs its institution.')
  );
}

/** Refuses: practice.not-in-room. What is laid out by a start that ends in between is one letter more in the room. */
export async function startTask(
  module: ModuleRuntime,
  { task, language = 'en' }: InputOf<typeof contract.startTask>,
  principal: Principal,
): Promise<Attempt> {
  const room = await roomOf(module, principal);
  const startedAt = module.clock.now();
  const facts = await doing[task].start(new Scene(module, room, language));
  const { personId, institutionId } = room;
  const { version } = contract.tasks[task];
  return module.tx(principal, async (tx) =>
    shown(await store.insertAttempt(tx, { personId, institutionId, task, version, facts, startedAt })),
  );
}

/** Refuses: practice.attempt-unknown. */
export async function checkTask(
  module: ModuleRuntime,
  { id, answer }: InputOf<typeof contract.checkTask>,
  principal: Principal,
): Promise<Attempt> {
  const person = personOf(principal);
  const room = await module.tx(principal, (tx) => store.findRoom(tx, person.id));
  const tried = room && (await module.tx(principal, (tx) => store.findAttempt(tx, id, person.id)));
  if (!tried)
    return refuse(
      'missing',
      'practice.attempt-unknown',
      'You have begun no such task. Begin it from the practice room.',
    );
  const { task, version } = tried;
  const looked = tried.passedAt
    ? tried.findings
    : await doing[task].check(new Scene(module, room, 'en'), tried, answer);
  const passed = looked.every(({ right }) => right) && version === contract.tasks[task].version;
  return module.tx(principal, async (tx) => {
    const row = await store.setChecked(tx, id, looked, passed);
    if (row.passedAt && !tried.passedAt) await certify(tx, room, person.name, contract.tasks[task].role);
    return shown(row);
  });
}

export const listAttempts = (
  tx: Tx,
  asked: InputOf<typeof contract.listAttempts>,
): Promise<OutputOf<typeof contract.listAttempts>> =>
  pageOfRows(
    asked,
    (count) => store.attemptsOf(tx, personOf(tx.principal).id, asked.cursor ? [asked.cursor] : undefined, count),
    shown,
  );
