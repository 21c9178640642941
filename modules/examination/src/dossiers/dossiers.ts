// SPDX-License-Identifier: Apache-2.0
/** What an organisation does with its dossiers. After submission they change only where remarks or a return ask for it. */
import { authorise, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { check } from '../checks/running.ts';
import type * as contract from '../contract.ts';
import type { Content, Kind, State } from '../contract.ts';
import { changeable } from '../states/table.ts';
import { idOf, move, nameOf, stateForbids } from './moving.ts';
import { dossierOf, ownDossier } from './sight.ts';
import * as store from './store.ts';

export const contentOf = ({ title, purpose, touches, planned }: Content): Content => ({
  title,
  purpose,
  touches,
  planned,
});

/** After what a dossier may follow in its chain. */
const after: Readonly<Record<Kind, readonly Kind[]>> = {
  proposal: [],
  feasibility: ['proposal'],
  specification: ['proposal', 'feasibility'],
};

/** Refuses: examination.parent-wrong. */
export async function draftDossier(
  tx: Tx,
  { kind, organisationId, parentId, ...content }: InputOf<typeof contract.draftDossier>,
): Promise<{ id: string; number: string }> {
  authorise(tx, dossierOf(organisationId));
  const parent = parentId ? await store.findDossier(tx, parentId) : undefined;
  if (parentId && (parent?.organisationId !== organisationId || !after[kind].includes(parent.kind)))
    refuse(
      'invalid',
      'examination.parent-wrong',
      'It follows a dossier of the same organisation: a feasibility study a proposal, a specification either of them.',
    );
  const made = await store.insertDossier(tx, {
    ...{ kind, organisationId, parentId },
    ...contentOf(content),
    by: { id: idOf(tx), name: nameOf(tx) },
  });
  await store.insertWorkedOn(tx, made.id, idOf(tx));
  await store.insertHistory(tx, made.id, { what: 'draft', state: 'draft', byName: nameOf(tx), text: null });
  return made;
}

/** Refuses: examination.state-forbids, examination.changed-meanwhile. */
export async function changeDossier(
  tx: Tx,
  { id, revision, ...content }: InputOf<typeof contract.changeDossier>,
): Promise<{ id: string; revision: number }> {
  const dossier = await ownDossier(tx, id);
  if (!changeable.includes(dossier.state)) stateForbids(dossier.state);
  if (dossier.revision !== revision)
    refuse(
      'conflict',
      'examination.changed-meanwhile',
      'It was changed in another window or by somebody else. Load the page again and enter what is still missing.',
    );
  await store.writeContent(tx, dossier, contentOf(content));
  await store.insertWorkedOn(tx, id, idOf(tx));
  return { id, revision: revision + 1 };
}

/** What was drawn up becomes the next version. */
export async function nextVersion(tx: Tx, dossier: store.DossierRow): Promise<number> {
  const version = dossier.version + 1;
  await store.insertVersion(tx, dossier.id, version, contentOf(dossier), nameOf(tx));
  return version;
}

type Moved = { id: string; state: State };
/** Refuses: examination.state-forbids. */
export async function submitDossier(tx: Tx, { id }: { id: string }): Promise<Moved> {
  const dossier = await ownDossier(tx, id);
  if (!changeable.includes(dossier.state) || dossier.state === 'remarks') stateForbids(dossier.state);
  const more = { version: await nextVersion(tx, dossier), submittedAt: dossier.submittedAt ?? tx.now };
  const state = await move(tx, dossier, { act: 'submit', more });
  await store.insertWorkedOn(tx, id, idOf(tx));
  await check.enqueue(tx, { id }, { key: id });
  return { id, state };
}

/** Refuses: examination.state-forbids. */
export async function withdrawDossier(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.withdrawDossier>,
): Promise<Moved> {
  return {
    id,
    state: await move(tx, await ownDossier(tx, id), { act: 'withdraw', text: reason, more: { answersDue: null } }),
  };
}
