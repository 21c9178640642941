// SPDX-License-Identifier: Apache-2.0
/**
 * An examiner and a chief sign the conclusion. What was signed stands with the module signing before it is said here: where a process
 * ends in between, the next look finds it there. With two it is decided.
 */
import { audit, isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { packContainer } from '@stoa/kernel/asic';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import {
  finishSignature,
  listSignatures,
  prepareSignature,
  type Signature,
  signRemotely,
} from '@stoa/signing/contract';
import * as contract from '../contract.ts';
import type { State } from '../contract.ts';
import { held, idOf, move, nameOf, note, stateForbids, today, unknownDossier } from '../dossiers/moving.ts';
import { examinesFor, leads, seenDossier } from '../dossiers/sight.ts';
import type { DossierRow } from '../dossiers/store.ts';
import { demandUnbound, present } from '../review/assigning.ts';
import { terms } from '../states/terms.ts';
import * as store from './store.ts';

const system = { kind: 'system' } as const;
const fileName = 'conclusion.pdf';
type Moved = { id: string; state: State };

const mayNot = (): never =>
  refuse(
    'forbidden',
    'examination.may-not-sign',
    'An examiner who gave an opinion signs, and a chief who is not among the examiners; each of them once.',
  );
/** As what somebody may sign now. Refuses: examination.may-not-sign, examination.conflict. */
async function signsAs(tx: Tx, dossier: DossierRow, conclusion: store.ConclusionRow): Promise<'examiner' | 'chief'> {
  await demandUnbound(tx, dossier);
  const mine = (await present(tx, dossier)).find(({ personId }) => personId === idOf(tx));
  const as = mine?.opinion ? 'examiner' : !mine && leads(tx) ? 'chief' : mayNot();
  if ((await store.madeSignatures(tx, conclusion.id)).some((one) => one.as === as)) mayNot();
  return as;
}
export const maySign = (tx: Tx, dossier: DossierRow, conclusion: store.ConclusionRow): Promise<boolean> =>
  signsAs(tx, dossier, conclusion).then(
    () => true,
    (error: unknown) => {
      if (isRefusal(error)) return false;
      throw error;
    },
  );

/** Refuses: examination.state-forbids, examination.may-not-sign, examination.conflict. */
async function signing(tx: Tx, id: string) {
  const dossier = await seenDossier(tx, id);
  const conclusion = await store.standingConclusion(tx, id);
  if (dossier.state !== 'consolidated' || !conclusion) return stateForbids(dossier.state);
  return { dossier, conclusion, as: await signsAs(tx, dossier, conclusion) };
}

export async function prepareConclusionSignature(
  module: ModuleRuntime,
  { id, certificateId }: InputOf<typeof contract.prepareConclusionSignature>,
  principal: Principal,
): Promise<OutputOf<typeof contract.prepareConclusionSignature>> {
  const { conclusion, organisationId, as } = await module.tx(principal, async (tx) => ({
    ...(await signing(tx, id)),
    organisationId: examinesFor(tx) ?? '',
  }));
  const prepared = await module.call(
    prepareSignature,
    {
      ...{ reference: contract.referenceOf(id, conclusion.round), organisationId, certificateId, role: 'sign' },
      files: [{ name: fileName, mimeType: 'application/pdf', sha256: conclusion.sha256 }],
    },
    { principal },
  );
  await module.tx(principal, (tx) =>
    store.insertPrepared(tx, {
      id: prepared.id,
      conclusionId: conclusion.id,
      personId: idOf(tx),
      name: nameOf(tx),
      as,
    }),
  );
  const { toSign, custody, keyHash } = prepared;
  return { signatureId: prepared.id, toSign, custody, keyHash };
}

const unknownSignature = (): never =>
  refuse(
    'missing',
    'examination.signature-unknown',
    'This signature was not prepared here. Begin again on the page of the dossier.',
  );

/** Refuses: examination.signature-unknown, examination.value-missing, examination.may-not-sign, examination.state-forbids. */
export async function finishConclusionSignature(
  module: ModuleRuntime,
  { id, signatureId, value, code }: InputOf<typeof contract.finishConclusionSignature>,
  principal: Principal,
): Promise<Moved> {
  const { round } = await module.tx(principal, async (tx) => {
    const { conclusion } = await signing(tx, id);
    const row = await store.findSignature(tx, signatureId);
    return row?.conclusionId === conclusion.id && row.personId === idOf(tx) ? conclusion : unknownSignature();
  });
  const made = (await madeBefore(module, id, round, signatureId)) ?? (await make());
  return module.tx(system, (tx) => take(tx, id, made));

  function make(): Promise<Signature> {
    if (value) return module.call(finishSignature, { id: signatureId, value }, { principal });
    if (code) return module.call(signRemotely, { id: signatureId, code }, { principal });
    return refuse(
      'invalid',
      'examination.value-missing',
      'Sign with your key, or type the code of the signing service.',
    );
  }
}

async function madeBefore(module: ModuleRuntime, id: string, round: number, signatureId: string) {
  const { items } = await module.call(listSignatures, { reference: contract.referenceOf(id, round) });
  return items.find((one) => one.id === signatureId);
}

/** Says here that it stands; once. The second of two decides. */
async function take(tx: Tx, dossierId: string, made: Signature): Promise<Moved> {
  const dossier = await held(tx, dossierId);
  const row = (await store.findSignature(tx, made.id)) ?? unknownSignature();
  const conclusion = await store.standingConclusion(tx, dossierId);
  if (row.madeAt) return { id: dossierId, state: dossier.state };
  if (dossier.state !== 'consolidated' || conclusion?.id !== row.conclusionId) return stateForbids(dossier.state);
  const before = await store.madeSignatures(tx, conclusion.id);
  if (before.some(({ as, personId }) => as === row.as || personId === row.personId)) mayNot();
  await store.setMade(tx, row.id, made.signedAt);
  await note(tx, dossier, 'signed', row.name);
  if (before.length === 0) return { id: dossierId, state: dossier.state };
  await store.setSigned(tx, conclusion.id);
  const { outcome } = conclusion;
  const appealUntil = tx.module.country.calendar.addWorkingDays(today(tx), terms[dossier.kind].appeal);
  const state = await move(tx, dossier, {
    act: 'decide',
    to: outcome,
    more: { outcome, decidedAt: tx.now, appealUntil },
  });
  return { id: dossierId, state };
}

const minute = 60_000;
/** What was signed while a process ended before it could say so. */
export async function takeSigned(module: ModuleRuntime): Promise<void> {
  const now = module.clock.now().getTime();
  const open = await module.tx(system, (tx) =>
    store.openSignatures(tx, new Date(now - minute), new Date(now - 24 * 60 * minute)),
  );
  for (const { id, dossierId, round } of open) {
    const made = await madeBefore(module, dossierId, round, id);
    if (!made) continue;
    await module
      .tx(system, (tx) => take(tx, dossierId, made))
      .catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
      });
  }
}

/** The signed PDF, or the container with both signatures. Refuses: examination.dossier-unknown. */
export async function conclusionFile(
  module: ModuleRuntime,
  principal: Principal,
  { id, as }: { id: string; as: string },
): Promise<{ name: string; mimeType: string; bytes: Uint8Array }> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) || (as !== 'pdf' && as !== 'asice')) unknownDossier();
  const { conclusion, pdf, number } = await module.tx(principal, async (tx) => {
    const dossier = await seenDossier(tx, id);
    const found = (await store.standingConclusion(tx, id)) ?? unknownDossier();
    await audit(tx, { action: 'examination.conclusion-read', object: { type: 'dossier', id } });
    return { conclusion: found, pdf: (await store.pdfOf(tx, found.id)) ?? unknownDossier(), number: dossier.number };
  });
  if (as === 'pdf') return { name: `${number}.pdf`, mimeType: 'application/pdf', bytes: pdf };
  const { items } = await module.call(listSignatures, { reference: contract.referenceOf(id, conclusion.round) });
  const own = items.filter(({ files }) => files[0]?.sha256 === conclusion.sha256);
  const file = { name: fileName, mimeType: 'application/pdf', content: pdf };
  const at = new Date(own.at(-1)?.signedAt ?? conclusion.madeAt);
  return {
    name: `${number}.asice`,
    mimeType: 'application/vnd.etsi.asic-e+zip',
    bytes: packContainer(
      [file],
      own.map(({ xml }) => xml),
      at,
    ),
  };
}
