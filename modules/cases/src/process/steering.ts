// SPDX-License-Identifier: Apache-2.0
/** What people change of the way of one case: steps of its own, and the version of its service that it goes on by. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { planChangeOf, refusingFaults } from '@stoa/kernel/processes';
import {
  auditCase,
  authoriseCase,
  findCase,
  found,
  lockCase,
  note,
  type SentCase,
  sent,
  todayOf,
} from '../case/index.ts';
import type { changeProcess, moveCase } from '../contract.ts';
import { answersOf, formOf } from '../form/index.ts';
import { newestPackage, pinnedPackage } from '../packages/index.ts';
import { delegateTasks } from '../tasks/index.ts';
import { processes } from './process.ts';
import { pinTo } from './store.ts';

/** The case for who holds a duty of its service at its office, or operates the platform. */
async function openCase(tx: Tx, id: string): Promise<SentCase> {
  const file = found(await lockCase(tx, id));
  const { process } = await pinnedPackage(tx.module, file);
  authoriseCase(tx, file, { duties: process.nodes.flatMap(({ settings }) => settings.duty ?? []) });
  if (file.state === 'draft' || file.state === 'closed')
    refuse('conflict', 'cases.case-closed', 'Only an application that is sent and not closed has a way to change.');
  return sent(file);
}

/** Refuses: cases.case-unknown, -case-closed, -change-impossible. */
export async function changeWay(tx: Tx, input: InputOf<typeof changeProcess>): Promise<OutputOf<typeof changeProcess>> {
  const file = await openCase(tx, input.id);
  const { change } = input;
  await refusingFaults('cases.change-impossible', () => processes.change(tx, file, [planChangeOf(change)]));
  if ('delegate' in change) await delegateTasks(tx, file.id, change.delegate, change.duty);
  await note(tx, file.id, 'process-changed', { reason: input.reason, ...change }, { internal: true });
  await auditCase(tx, file, 'cases.process-changed');
  return { id: file.id };
}

/** Refuses: cases.case-unknown, -case-closed, -move-impossible, catalogue.version-unknown. */
export async function moveToVersion(tx: Tx, input: InputOf<typeof moveCase>): Promise<OutputOf<typeof moveCase>> {
  const file = await openCase(tx, input.id);
  const to = input.version
    ? await pinnedPackage(tx.module, { serviceId: file.serviceId, version: input.version })
    : await newestPackage(tx.module, { id: file.serviceId });
  await auditCase(tx, file, 'cases.case-moved');
  if (to.version === file.version) return { version: file.version };
  const unanswered = await answerFaults(tx, file, to);
  if (unanswered.length > 0)
    refuse('conflict', 'cases.move-impossible', unanswered[0], {
      errors: unanswered.map((message) => ({ pointer: '/version', code: 'answer', message })),
    });
  await refusingFaults('cases.move-impossible', () => processes.migrate(tx, file, to.process, input.steps));
  await pinTo(tx, file.id, to.version, input.steps ?? {});
  await note(tx, file.id, 'version-changed', { from: file.version, to: to.version }, { internal: true });
  await processes.reconsider(tx, sent(await findCase(tx, file.id)));
  return { version: to.version };
}

/** Questions of another version that the case leaves open, and answers that are of another kind there. */
async function answerFaults(tx: Tx, file: SentCase, to: ServicePackage): Promise<string[]> {
  const from = await pinnedPackage(tx.module, file);
  const was = new Map(from.fields.map((field) => [field.name, field]));
  const answers = await answersOf(tx, file.id);
  const today = todayOf(tx, file.submittedAt);
  // What the old form left open as well is no reason: it was never asked for.
  const before = new Set(formOf(from, answers, today).errors.map(({ field }) => field));
  const open = formOf(to, answers, today).errors.filter(
    ({ code, field }) => ['required', 'register'].includes(code) && !before.has(field),
  );
  const others = to.fields.filter(
    ({ name, type }) => answers.some(({ field }) => field === name) && (was.get(name)?.type ?? type) !== type,
  );
  return [
    ...open.map(({ field }) => `"${field}" must be answered in the new version, and nobody has`),
    ...others.map(({ name, type }) => `the answer to "${name}" is ${was.get(name)?.type ?? ''} and would be ${type}`),
  ];
}

/** Why a case cannot go on by another version; none where it can. */
export const moveFaults = async (tx: Tx, file: SentCase, to: ServicePackage): Promise<string[]> => [
  ...(await processes.migrationFaults(tx, file, to.process)),
  ...(await answerFaults(tx, file, to)),
];
