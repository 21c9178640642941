// SPDX-License-Identifier: Apache-2.0
/** All work on one document, for who may see the document, with what they may do of it now. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { OutputOf, Principal } from '@stoa/kernel/contract';
import { acquaintancesOf, readingsOf } from '../acquaintance/store.ts';
import { approversOf, over } from '../approval/plan.ts';
import { remarksOf, routesOf } from '../approval/store.ts';
import * as contract from '../contract.ts';
import type { Acquaintance, Resolution, Route } from '../contract.ts';
import { isRegistered } from '../resolutions/resolutions.ts';
import * as resolutions from '../resolutions/store.ts';
import * as acting from '../work/acting.ts';
import { settle } from '../work/settling.ts';

type Work = OutputOf<typeof contract.getWork>;
type May = Work['may'][number];

/** What is still owed to documents is told first, so that both modules say the same. */
export async function getWork(
  module: ModuleRuntime,
  { documentId }: { documentId: string },
  principal: Principal,
): Promise<Work> {
  await settle(module, documentId).catch((error: unknown) =>
    module.log.warn({ error, documentId }, 'documents was not told yet'),
  );
  return module.tx(principal, (tx) => workOn(tx, documentId));
}

async function workOn(tx: Tx, documentId: string): Promise<Work> {
  const document = await acting.seenDocument(tx, documentId);
  const routes = await allRoutes(tx, documentId);
  const tree = await allResolutions(tx, documentId);
  const acquaintances = await allAcquaintances(tx, documentId);
  const asked = routes.flatMap(({ state, stages }) =>
    state === 'running' ? approversOf(stages).filter((one) => one.state === 'asked') : [],
  );
  const unheld =
    asked.length > 0
      ? await acting.unheldOf(
          tx,
          document.institutionId,
          asked.map(({ postId }) => postId),
        )
      : [];
  const may = [
    ...mayGive(tx, document, routes),
    ...routes.flatMap((route) => mayOnRoute(tx, document, route)),
    ...tree.flatMap((node) => mayOnResolution(tx, node)),
    ...acquaintances.flatMap(({ institutionId, shown }) => mayOnReading(tx, institutionId, shown)),
  ];
  return {
    ...{ document, routes: routes.map(({ authorId: _, ...route }) => route), may, unheld },
    resolutions: tree.map(({ shown }) => shown),
    acquaintances: acquaintances.map(({ shown }) => shown),
  };
}

type Mine = Route & { authorId: string | null };
async function allRoutes(tx: Tx, documentId: string): Promise<Mine[]> {
  const rows = await routesOf(tx, documentId);
  const remarks = await remarksOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...{ id: row.id, documentId, state: row.state, round: row.round, stages: [...row.stages], authorId: row.authorId },
    remarks: remarks
      .filter(({ routeId }) => routeId === row.id)
      .map(({ routeId: _, page, quote, ...one }) => ({
        ...one,
        ...(page === null ? {} : { page }),
        ...(quote === null ? {} : { quote }),
      })),
    startedBy: row.startedBy,
    startedAt: row.startedAt.toISOString(),
    ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  }));
}

interface Node {
  readonly row: resolutions.ResolutionRow;
  readonly shown: Resolution;
  readonly extensions: readonly resolutions.ExtensionRow[];
}
async function allResolutions(tx: Tx, documentId: string): Promise<Node[]> {
  const rows = await resolutions.resolutionsOf(tx, documentId);
  const ids = rows.map(({ id }) => id);
  const assignments = await resolutions.assignmentsOf(tx, ids);
  const extensions = await resolutions.extensionsOf(tx, ids);
  const reports = await resolutions.reportsOf(
    tx,
    assignments.map(({ id }) => id),
  );
  return rows.map((row) => {
    const own = extensions.filter(({ resolutionId }) => resolutionId === row.id);
    const shown: Resolution = {
      ...{ id: row.id, documentId, depth: row.depth, text: row.text, dueOn: row.dueOn, state: row.state, by: row.by },
      ...(row.parentId ? { parentId: row.parentId } : {}),
      overdue: row.state === 'open' && row.dueOn < acting.today(tx),
      control: row.control,
      ...(row.controlBy ? { controlRemovedBy: row.controlBy } : {}),
      ...(row.recurrence ? { recurrence: row.recurrence } : {}),
      assignments: assignments
        .filter(({ resolutionId }) => resolutionId === row.id)
        .map(({ resolutionId: _, doneAt, ...one }) => ({
          ...one,
          ...(doneAt ? { doneAt: doneAt.toISOString() } : {}),
          reports: reports.filter(({ assignmentId }) => assignmentId === one.id).map(reportOf),
        })),
      extensions: own.map(({ resolutionId: _, granted, decidedBy, ...one }) => ({
        ...one,
        ...(granted === null ? {} : { granted }),
        ...(decidedBy ? { decidedBy } : {}),
      })),
    };
    return { row, shown, extensions: own };
  });
}
const reportOf = ({ id, text, by, ...one }: resolutions.ReportRow): contract.Report => ({
  ...{ id, text, by },
  ...(one.decision ? { decision: one.decision } : {}),
  ...(one.decision_reason ? { decisionReason: one.decision_reason } : {}),
  ...(one.decidedBy ? { decidedBy: one.decidedBy } : {}),
});

async function allAcquaintances(tx: Tx, documentId: string) {
  const rows = await acquaintancesOf(tx, documentId);
  const readings = await readingsOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const readers = readings
      .filter(({ acquaintanceId }) => acquaintanceId === row.id)
      .map(({ id, postId, title, done }) => ({ id, postId, title, ...(done ? { done } : {}) }));
    const shown: Acquaintance = {
      ...{ id: row.id, documentId, by: row.by, readers, confirmed: readers.filter(({ done }) => done).length },
      ...(row.note ? { note: row.note } : {}),
      ...(row.dueOn ? { dueOn: row.dueOn } : {}),
      ...(row.remindedAt ? { remindedAt: row.remindedAt.toISOString() } : {}),
    };
    return { institutionId: row.institutionId, shown };
  });
}

const allowed = (objectId: string, ...acts: (May['act'] | false)[]): May[] =>
  acts.flatMap((act) => (act ? [{ act, objectId }] : []));

function mayGive(tx: Tx, document: Work['document'], routes: readonly Mine[]): May[] {
  const { id, institutionId, state, direction } = document;
  const open = routes.some((route) => route.state === 'running' || route.state === 'returned');
  const works = acting.personOf(tx)?.duties.some(({ organisationId }) => organisationId === institutionId) ?? false;
  const leader = acting.leads(tx, institutionId) !== undefined;
  const numbered = isRegistered(document);
  return allowed(
    id,
    works && state === 'draft' && direction !== 'incoming' && !open && 'start-approval',
    leader && numbered && 'give-resolution',
    leader && state === 'registered' && 'take-note',
    acting.controls(tx, institutionId) && numbered && 'ask-acquaintance',
  );
}
function mayOnRoute(tx: Tx, { institutionId }: Work['document'], route: Mine): May[] {
  if (route.state !== 'running' && route.state !== 'returned') return [];
  const sends =
    acting.leads(tx, institutionId) !== undefined ||
    (route.authorId !== null && route.authorId === acting.personOf(tx)?.id);
  const asked = route.state === 'running' ? approversOf(route.stages).filter(({ state }) => state === 'asked') : [];
  return [
    ...allowed(
      route.id,
      sends && route.state === 'returned' && 'resume',
      sends && 'withdraw-approval',
      sends && route.stages.some((stage) => !over(stage)) && 'change-route',
    ),
    ...asked.flatMap(({ id, postId }) => allowed(id, acting.owns(tx, { postId, personId: null }) && 'answer')),
  ];
}

function mayOnResolution(tx: Tx, { row, shown, extensions }: Node): May[] {
  const carriers = shown.assignments.map(({ postId }) => postId);
  const decides = (of: readonly string[], postId = row.byPost, personId = row.byPerson) =>
    acting.decides(tx, { postId, personId }, row.institutionId, of);
  const responsible = shown.assignments.find(({ role }) => role === 'responsible');
  const holds = (postId: string | undefined) => acting.owns(tx, { postId: postId ?? null, personId: null });
  const waits = extensions.find(({ granted }) => granted === null);
  return [
    ...allowed(
      row.id,
      row.state === 'open' && decides(carriers) && 'withdraw-resolution',
      row.state === 'open' && responsible?.state === 'given' && !waits && holds(responsible.postId) && 'ask-extension',
      row.state !== 'open' && row.control === 'on' && acting.controls(tx, row.institutionId) && 'remove-control',
    ),
    ...(waits && row.state === 'open' ? allowed(waits.id, decides(carriers) && 'decide-extension') : []),
    ...shown.assignments.flatMap(({ id, postId, state, role }) =>
      allowed(
        id,
        state === 'given' && holds(postId) && row.depth < contract.deepest && 'pass-on',
        state === 'given' && holds(postId) && 'report',
        state === 'reported' &&
          (role === 'responsible' ? decides([postId]) : decides([postId], responsible?.postId ?? null, null)) &&
          'decide-report',
      ),
    ),
  ];
}

function mayOnReading(tx: Tx, institutionId: string, { id, readers }: Acquaintance): May[] {
  const open = readers.filter(({ done }) => !done);
  return [
    ...allowed(id, open.length > 0 && acting.controls(tx, institutionId) && 'remind'),
    ...open.flatMap((one) =>
      allowed(one.id, acting.owns(tx, { postId: one.postId, personId: null }) && 'confirm-reading'),
    ),
  ];
}
