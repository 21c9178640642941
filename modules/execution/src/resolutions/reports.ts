// SPDX-License-Identifier: Apache-2.0
/** Reports on instructions and later days for them: asked, and answered by whoever gave them. */
import { duties } from '@stoa/documents/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { getStructure } from '@stoa/organisations/contract';
import type * as contract from '../contract.ts';
import * as acting from '../work/acting.ts';
import { endOfDay } from '../work/hours.ts';
import { tell } from '../work/settling.ts';
import { endTasks, putTask, setDue } from '../work/store.ts';
import * as resolutions from './resolutions.ts';
import type { Answered, Held } from './resolutions.ts';
import * as store from './store.ts';
import { next } from './table.ts';

/** Co-executors report to the responsible one, who reports to the author. */
async function heardBy(tx: Tx, { assignment, resolution }: Held): Promise<acting.Owner> {
  if (assignment.role === 'responsible') return resolutions.authorOf(resolution);
  const all = await store.assignmentsOf(tx, [resolution.id]);
  return { postId: all.find(({ role }) => role === 'responsible')?.postId ?? null, personId: null };
}

export async function report(tx: Tx, { id, text }: InputOf<typeof contract.report>): Answered {
  const held = await resolutions.heldAssignment(tx, id);
  const { assignment, resolution } = held;
  acting.demandOwner(tx, { postId: assignment.postId, personId: null });
  const state = next(assignment.state, 'report') ?? resolutions.stateForbids();
  const by = acting.doneBy(tx, assignment.postId, assignment.title);
  await store.setAssignment(tx, id, state, acting.today(tx));
  await store.insertReport(tx, id, text, by);
  await endTasks(tx, 'execute', [id]);
  const { documentId, institutionId } = resolution;
  const owner = await heardBy(tx, held);
  await putTask(tx, { documentId, institutionId, kind: 'accept', objectId: id, ...owner, title: null, dueAt: null });
  await tell(tx, documentId, 'reported', by);
  return { id, documentId };
}

/** Refuses: execution.report-renewed, execution.reason-needed. */
export async function decideReport(tx: Tx, input: InputOf<typeof contract.decideReport>): Answered {
  const { id, reportId, accepted, reason } = input;
  const held = await resolutions.heldAssignment(tx, id);
  const { assignment, resolution } = held;
  const { documentId, institutionId } = resolution;
  const by = resolutions.demandAuthor(tx, await heardBy(tx, held), institutionId, [assignment.postId]);
  const state = next(assignment.state, accepted ? 'accept' : 'return') ?? resolutions.stateForbids();
  if ((await store.reportsOf(tx, [id])).at(-1)?.id !== reportId)
    refuse('conflict', 'execution.report-renewed', 'Another report was given since. Read it, then decide.');
  if (!accepted && !reason) refuse('invalid', 'execution.reason-needed', 'Say why.');
  await store.setAssignment(tx, id, state);
  await store.decideLastReport(tx, id, accepted ? 'accepted' : 'returned', reason ?? null, by);
  await endTasks(tx, 'accept', [id]);
  if (!accepted) {
    const { postId, title } = assignment;
    const dueAt = endOfDay(tx.module.country.calendar, resolution.dueOn);
    await putTask(tx, {
      documentId,
      institutionId,
      kind: 'execute',
      objectId: id,
      postId,
      personId: null,
      title,
      dueAt,
    });
    await tell(tx, documentId, 'report-returned', by, reason ? { facts: { reason } } : {});
  } else if (assignment.role === 'responsible') await execute(tx, held, by);
  else await tell(tx, documentId, 'report-accepted', by);
  return { id, documentId };
}

/** The responsible one's report is accepted: the whole is executed, and who keeps control sees it. */
async function execute(tx: Tx, { resolution }: Held, by: contract.Done): Promise<void> {
  const { id, documentId, institutionId } = resolution;
  await store.setResolution(tx, id, 'executed');
  await resolutions.withdrawOpen(tx, resolution);
  await resolutions.giveNext(tx, resolution);
  if (resolution.control === 'on') {
    const { posts } = await tx.call(getStructure, { id: institutionId });
    for (const post of posts.filter((one) => one.duties.some(({ code }) => code === duties.clerk)))
      await putTask(tx, {
        ...{ documentId, institutionId, kind: 'control', objectId: id, postId: post.id, personId: null },
        ...{ title: post.title, dueAt: null },
      });
  }
  await resolutions.told(tx, resolution, 'report-accepted', by);
}

/** Refuses: execution.extension-waits, execution.due-impossible. */
export async function askExtension(tx: Tx, { id, until, reason }: InputOf<typeof contract.askExtension>): Answered {
  const resolution = (await store.lockResolution(tx, id)) ?? acting.unknownWork();
  const { documentId, institutionId } = resolution;
  await acting.seenDocument(tx, documentId);
  const [responsible] = (await store.assignmentsOf(tx, [id])).filter(({ role }) => role === 'responsible');
  if (!responsible) return acting.unknownWork();
  acting.demandOwner(tx, { postId: responsible.postId, personId: null });
  if (responsible.state !== 'given') resolutions.stateForbids();
  const whole = resolution.parentId ? await wholeOf(tx, resolution.parentId) : undefined;
  resolutions.demandDue(tx, until, whole);
  if (until <= resolution.dueOn)
    refuse('invalid', 'execution.due-impossible', 'The day asked for is not later than the present one.');
  const by = acting.doneBy(tx, responsible.postId, responsible.title);
  const asked =
    (await store.insertExtension(tx, { resolutionId: id, until, reason, by })) ??
    refuse('conflict', 'execution.extension-waits', 'A later day was asked for already. Wait for the answer.');
  await putTask(tx, {
    ...{ documentId, institutionId, kind: 'extend', objectId: asked, ...resolutions.authorOf(resolution) },
    ...{ title: null, dueAt: null },
  });
  await tell(tx, documentId, 'extension-asked', by, { facts: { until, reason } });
  return { id: asked, documentId };
}
async function wholeOf(tx: Tx, assignmentId: string): Promise<string | undefined> {
  const parent = await store.findAssignment(tx, assignmentId);
  return parent && (await store.findResolution(tx, parent.resolutionId))?.dueOn;
}

export async function decideExtension(tx: Tx, { id, granted }: InputOf<typeof contract.decideExtension>): Answered {
  const extension = (await store.findExtension(tx, id)) ?? acting.unknownWork();
  const resolution = (await store.lockResolution(tx, extension.resolutionId)) ?? acting.unknownWork();
  const { documentId, institutionId } = resolution;
  await acting.seenDocument(tx, documentId);
  const parts = await store.assignmentsOf(tx, [resolution.id]);
  const carriers = parts.map(({ postId }) => postId);
  const by = resolutions.demandAuthor(tx, resolutions.authorOf(resolution), institutionId, carriers);
  if (resolution.state !== 'open' || !(await store.decideExtension(tx, id, granted, by))) resolutions.stateForbids();
  await endTasks(tx, 'extend', [id]);
  if (granted) {
    await store.setDueOn(tx, resolution.id, extension.until);
    const ids = parts.map((one) => one.id);
    await setDue(tx, ids, endOfDay(tx.module.country.calendar, extension.until));
  }
  const what = granted ? 'extension-granted' : 'extension-declined';
  await tell(tx, documentId, what, by, { facts: { until: extension.until } });
  return { id, documentId };
}
