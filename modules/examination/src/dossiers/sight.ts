// SPDX-License-Identifier: Apache-2.0
/** Whose dossiers somebody sees, and for whom they act. */
import { authorise, may, type Resource, type Tx } from '@stoa/kernel';
import { duties } from '../contract.ts';
import { held, unknownDossier } from './moving.ts';
import { type DossierRow, findDossier } from './store.ts';

const heldBy = (tx: Tx, code: string) =>
  tx.principal.kind === 'person' ? tx.principal.duties.filter((duty) => duty.code === code) : [];
export const leads = (tx: Tx): boolean => heldBy(tx, duties.chief).length > 0;
export const examines = (tx: Tx): boolean => leads(tx) || heldBy(tx, duties.examiner).length > 0;
export const ownOrganisations = (tx: Tx): string[] => [
  ...new Set(heldBy(tx, duties.owner).map(({ organisationId }) => organisationId)),
];
/** Where somebody examines or leads: for it they sign. */
export const examinesFor = (tx: Tx): string | undefined =>
  [...heldBy(tx, duties.chief), ...heldBy(tx, duties.examiner)][0]?.organisationId;
/** Of all duties, so that nobody examines their own house. */
export const belongsTo = (tx: Tx, organisationId: string): boolean =>
  tx.principal.kind === 'person' && tx.principal.duties.some((duty) => duty.organisationId === organisationId);

export const dossierOf = (organisationId: string, id = organisationId): Resource => ({
  type: 'Dossier',
  id,
  attributes: { owners: [`${duties.owner}@${organisationId}`] },
});
const own = ({ id, organisationId }: DossierRow): Resource => dossierOf(organisationId, id);

/** For whoever may see it: to everybody else there is none. Refuses: examination.dossier-unknown. */
export async function seenDossier(tx: Tx, id: string): Promise<DossierRow> {
  const row = (await findDossier(tx, id)) ?? unknownDossier();
  return may(tx, 'examination:read', own(row)) ? row : unknownDossier();
}
/** Locked, for its owners; whoever may not even see it is told that there is none. Refuses: examination.dossier-unknown. */
export async function ownDossier(tx: Tx, id: string): Promise<DossierRow> {
  await seenDossier(tx, id);
  const row = await held(tx, id);
  authorise(tx, own(row));
  return row;
}
export const submitsFor = (tx: Tx, row: DossierRow): boolean => may(tx, 'examination:submit', own(row));
