// SPDX-License-Identifier: Apache-2.0
/** Dossiers as pages ask for them, with what one may do next. */
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { runsOf } from '../checks/store.ts';
import { tookPart } from '../conclusion/conclusion.ts';
import { maySign } from '../conclusion/signing.ts';
import { conditionsOf, madeSignatures, standingConclusion } from '../conclusion/store.ts';
import type * as contract from '../contract.ts';
import type { DossierSummary, Remark } from '../contract.ts';
import { binds, present, proposedFor } from '../review/assigning.ts';
import { assignmentsOf, namesOf, remarksOf, turnsOf } from '../review/store.ts';
import { daysUntil } from '../states/clock.ts';
import { allows, changeable, inFlight } from '../states/table.ts';
import { contentOf } from './dossiers.ts';
import { idOf, today } from './moving.ts';
import { examines, leads, ownOrganisations, seenDossier, submitsFor } from './sight.ts';
import * as store from './store.ts';
import type { DossierRow } from './store.ts';

async function shown(tx: Tx, rows: readonly DossierRow[]): Promise<DossierSummary[]> {
  const names = await namesOf(
    tx,
    rows.map(({ id }) => id),
  );
  const { calendar } = tx.module.country;
  return rows.map((row) => ({
    ...{ id: row.id, number: row.number, kind: row.kind, organisationId: row.organisationId, title: row.title },
    ...{ state: row.state, version: row.version, examiners: names.get(row.id) ?? [] },
    ...(row.outcome ? { outcome: row.outcome } : {}),
    ...(row.submittedAt ? { submittedAt: row.submittedAt.toISOString() } : {}),
    ...(row.decidedAt ? { decidedAt: row.decidedAt.toISOString() } : {}),
    ...(row.dueOn ? { dueOn: row.dueOn, daysLeft: daysUntil(calendar, today(tx), row.dueOn) } : {}),
    ...(row.answersDue ? { answersDue: row.answersDue } : {}),
  }));
}

export async function listDossiers(
  tx: Tx,
  asked: InputOf<typeof contract.listDossiers>,
): Promise<OutputOf<typeof contract.listDossiers>> {
  const words = (asked.search ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const { calendar } = tx.module.country;
  const dueBefore = asked.daysLeft === undefined ? undefined : calendar.addWorkingDays(today(tx), asked.daysLeft);
  const { state, kind, outcome, organisationId, examinerId } = asked;
  const filter = {
    ...{ state, kind, outcome, organisationId, examinerId, words, dueBefore },
    organisations: examines(tx) ? null : ownOrganisations(tx),
    states: asked.open ? [...inFlight, 'appealed' as const] : undefined,
  };
  const { items: rows, ...next } = await pageOfRows(
    asked,
    (count) => store.listDossiers(tx, filter, asked.cursor, count),
    (row) => row,
  );
  return { items: await shown(tx, rows), ...next };
}

/** Names of what one may do, as buttons of its page. */
async function mayOf(tx: Tx, row: DossierRow): Promise<string[]> {
  const { state } = row;
  const may: string[] = [];
  const add = (what: string, allowed: boolean) => {
    if (allowed) may.push(what);
  };
  if (submitsFor(tx, row)) {
    add('change', changeable.includes(state));
    add('submit', state === 'draft' || state === 'returned');
    add('withdraw', allows(state, 'withdraw'));
    add('answer', state === 'remarks');
    add('appeal', allows(state, 'appeal') && (!row.appealUntil || row.appealUntil >= today(tx)));
  }
  const mine = (await present(tx, row)).find(({ personId }) => personId === idOf(tx));
  if (mine) {
    add('accept', !mine.acceptedAt && (state === 'assigned' || state === 'review'));
    add('recuse', ['assigned', 'review', 'remarks'].includes(state));
    add('remark', state === 'review');
    add(
      'send-remarks',
      state === 'review' && (await remarksOf(tx, row.id)).some((one) => ['written', 'open'].includes(one.state)),
    );
    add('opinion', state === 'review');
  }
  const free = !(await binds(tx, row));
  if (leads(tx) && free) {
    add('assign', ['auto-checked', 'assigned', 'review'].includes(state));
    add('return', allows(state, 'return') && state !== 'completeness');
    add('reinstate', state === 'lapsed');
    add('consolidate', state === 'review');
    add('reopen', state === 'consolidated');
    add('close', allows(state, 'close'));
    add('decide-appeal', state === 'appealed' && !(await tookPart(tx, row)).includes(idOf(tx)));
  }
  if (examines(tx)) {
    add('rerun', ['auto-checked', 'assigned', 'review', 'remarks'].includes(state));
    add('meet', free && (state === 'conditional' || state === 'monitored'));
    const conclusion = state === 'consolidated' ? await standingConclusion(tx, row.id) : undefined;
    add('sign', conclusion !== undefined && (await maySign(tx, row, conclusion)));
  }
  return may;
}

function changedBetween(before: store.VersionRow | undefined, now: store.VersionRow): string[] {
  if (!before) return [];
  const flat = ({ content }: store.VersionRow): Record<string, unknown> => {
    const { touches, planned, title, purpose } = contentOf(content);
    return { title, purpose, ...touches, ...planned };
  };
  const [a, b] = [flat(before), flat(now)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]),
  );
}

/** What is written and not sent is seen by examiners alone. */
async function remarksFor(tx: Tx, row: DossierRow): Promise<Remark[]> {
  const [found, turns] = [await remarksOf(tx, row.id), await turnsOf(tx, row.id)];
  const [inside, owner] = [examines(tx), submitsFor(tx, row)];
  const examining = (await present(tx, row)).some(({ personId }) => personId === idOf(tx));
  return found
    .filter(({ state }) => inside || state !== 'written')
    .map(({ byId: _, ...one }) => ({
      ...one,
      turns: turns
        .filter(({ remarkId }) => remarkId === one.id)
        .map(({ remarkId: __, at, ...turn }) => ({ ...turn, at: at.toISOString() })),
      may: [
        ...(owner && row.state === 'remarks' && ['open', 'answered'].includes(one.state) ? (['answer'] as const) : []),
        ...(examining && row.state === 'review' && one.state === 'answered' ? (['judge'] as const) : []),
      ],
    }));
}

async function conclusionOf(tx: Tx, row: DossierRow) {
  const found = await standingConclusion(tx, row.id);
  // A conclusion that is not signed is nobody's but the examiners'.
  if (!found || (!found.signedAt && !examines(tx))) return { conditions: [] };
  const signatures = (await madeSignatures(tx, found.id)).map(({ id, as, name, madeAt }) => ({
    ...{ id, as, name, at: (madeAt ?? found.madeAt).toISOString() },
  }));
  const conditions = (await conditionsOf(tx, found.id)).map(({ metAt, note, ...one }) => ({
    ...one,
    overdue: !metAt && one.dueOn < today(tx),
    ...(metAt ? { metAt: metAt.toISOString() } : {}),
    ...(note ? { note } : {}),
  }));
  const { outcome, text, madeAt, knownAt, digest, sha256, verificationCode, signedAt } = found;
  return {
    conditions,
    conclusion: {
      ...{ outcome, text, digest, sha256, verificationCode, signatures },
      ...{ madeAt: madeAt.toISOString(), knownAt: knownAt.toISOString() },
      ...(signedAt ? { signedAt: signedAt.toISOString() } : {}),
    },
  };
}

/** Refuses: examination.dossier-unknown. */
export async function getDossier(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getDossier>> {
  const row = await seenDossier(tx, id);
  const [parentRow, children] = [
    row.parentId ? await store.findDossier(tx, row.parentId) : undefined,
    await store.childrenOf(tx, id),
  ];
  const [summary] = await shown(tx, [row]);
  const [parent] = parentRow ? await shown(tx, [parentRow]) : [];
  const versions = await store.versionsOf(tx, id);
  const assigned = (await assignmentsOf(tx, id)).filter(({ round }) => round === row.round);
  const inside = examines(tx);
  // Owners read what is examined as they drew it up; examiners what was submitted.
  const own = submitsFor(tx, row);
  const content = own ? contentOf(row) : (versions.at(-1)?.content ?? contentOf(row));
  return {
    ...(summary as DossierSummary),
    ...content,
    ...{
      revision: row.revision,
      round: row.round,
      createdByName: row.createdByName,
      createdAt: row.createdAt.toISOString(),
    },
    ...(parent ? { parent } : {}),
    children: await shown(tx, children),
    files: own ? await store.filesOf(tx, id) : await store.filesSubmitted(tx, row),
    versions: versions.map((one, at) => ({
      ...{
        version: one.version,
        at: one.at.toISOString(),
        byName: one.byName,
        changed: changedBetween(versions[at - 1], one),
      },
    })),
    runs: await runsOf(tx, id),
    assignments: assigned.map(({ personId, name, assignedAt, acceptedAt, recusedAt, reason }) => ({
      ...{ personId, name, assignedAt: assignedAt.toISOString() },
      ...(acceptedAt ? { acceptedAt: acceptedAt.toISOString() } : {}),
      ...(recusedAt ? { recusedAt: recusedAt.toISOString() } : {}),
      ...(reason && inside ? { reason } : {}),
    })),
    proposed: leads(tx) && ['auto-checked', 'assigned', 'review'].includes(row.state) ? await proposedFor(tx, row) : [],
    remarks: await remarksFor(tx, row),
    opinions: assigned.flatMap(({ personId, name, opinion, opinionText, opinionAt }) =>
      opinion && opinionAt && inside
        ? [{ personId, name, outcome: opinion, text: opinionText ?? '', at: opinionAt.toISOString() }]
        : [],
    ),
    ...(await conclusionOf(tx, row)),
    ...(row.appealUntil ? { appealUntil: row.appealUntil } : {}),
    history: (await store.historyOf(tx, id)).map(({ at, text, ...line }) => ({
      ...line,
      at: at.toISOString(),
      ...(text ? { text } : {}),
    })),
    may: await mayOf(tx, row),
  };
}
