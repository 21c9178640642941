// SPDX-License-Identifier: Apache-2.0
/**
 * Leaders of an institution sign the present files of a document. From the first signature on nothing in it changes; with as
 * many as its kind asks for it is signed. What was signed stands with the module signing before it is said here: where a process
 * ends in between, the next look finds it there.
 */
import { audit, authorise, isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { type ContainerFile, namesInContainer, packContainer } from '@stoa/kernel/asic';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import {
  finishSignature,
  listSignatures,
  prepareSignature,
  type Signature,
  signRemotely,
} from '@stoa/signing/contract';
import { chanceryOf } from '../access/resource.ts';
import { asModule, asReader, inModule } from '../access/seeing.ts';
import * as contract from '../contract.ts';
import { move, unknownDocument } from '../documents/documents.ts';
import { stateForbids } from '../documents/moves.ts';
import { findDocument } from '../documents/queries.ts';
import { demandCard } from '../documents/registering.ts';
import { type DocumentRow, lockDocument } from '../documents/store.ts';
import { contentOf, filesOf } from '../files/store.ts';
import { note } from '../history/store.ts';
import { kindOf, rulesOf } from '../norms/norms.ts';
import * as store from './store.ts';

const signable: readonly contract.DocumentState[] = ['draft', 'approved'];

const namesOf = (files: readonly contract.FileFacts[]): string[] => namesInContainer(files.map(({ name }) => name));

async function presentFiles(tx: Tx, document: DocumentRow): Promise<contract.FileFacts[]> {
  return (await filesOf(tx, document.id)).filter(({ version }) => version === document.version);
}

/** Refuses: documents.document-unknown, documents.state-forbids, documents.card-incomplete, documents.signed-already, documents.nothing-to-sign. */
export async function prepare(
  module: ModuleRuntime,
  { id, certificateId }: InputOf<typeof contract.prepareDocumentSignature>,
  principal: Principal,
): Promise<OutputOf<typeof contract.prepareDocumentSignature>> {
  const asked = await module.tx(principal, async (tx) => {
    await asReader(tx);
    const document = (await findDocument(tx, id)) ?? unknownDocument();
    authorise(tx, chanceryOf(document.institutionId));
    if (document.direction === 'incoming' || !signable.includes(document.state)) stateForbids(document.state);
    if (tx.principal.kind === 'person') await demandAnother(tx, document, tx.principal.id);
    demandCard(document, kindOf(await rulesOf(tx, document.institutionId), document.kind));
    const files = await presentFiles(tx, document);
    if (!files.some(({ role }) => role === 'main'))
      refuse(
        'conflict',
        'documents.nothing-to-sign',
        'Add the document itself as a file first: that is what is signed.',
      );
    return { document, files };
  });
  const names = namesOf(asked.files);
  const prepared = await module.call(
    prepareSignature,
    {
      ...{
        reference: contract.referenceOf(asked.document.id),
        organisationId: asked.document.institutionId,
        certificateId,
        role: 'sign',
      },
      files: asked.files.map(({ mimeType, sha256 }, at) => ({ name: names[at] ?? '', mimeType, sha256 })),
    },
    { principal },
  );
  await module.tx(principal, async (tx) => {
    await asReader(tx);
    if (tx.principal.kind === 'person') await store.insertPrepared(tx, prepared.id, asked.document, tx.principal);
  });
  const { toSign, custody, keyHash } = prepared;
  return { signatureId: prepared.id, toSign, custody, keyHash };
}

/** Refuses: documents.document-unknown, -signature-unknown, -value-missing, -state-forbids, -signed-already, -changed-meanwhile. */
export async function finish(
  module: ModuleRuntime,
  { id, signatureId, value, code }: InputOf<typeof contract.finishDocumentSignature>,
  principal: Principal,
): Promise<OutputOf<typeof contract.finishDocumentSignature>> {
  const documentId = await module.tx(principal, async (tx) => {
    await asReader(tx);
    const document = (await findDocument(tx, id)) ?? unknownDocument();
    authorise(tx, chanceryOf(document.institutionId));
    const row = (await store.findSignature(tx, document.id, signatureId)) ?? unknownSignature();
    if (!row.madeAt) {
      demandSignable(document);
      demandSameCard(document, row);
      await demandAnother(tx, document, row.byId);
    }
    return document.id;
  });
  const made =
    (await madeBefore(module, documentId, signatureId)) ??
    (await make(module, principal, { signatureId, value, code }));
  const state = await module.tx(principal, async (tx) => {
    await asModule(tx);
    return take(tx, documentId, made);
  });
  return { id, state };
}

/** A signature that was prepared before is not made, or counted, while others are still asked. Refuses: documents.state-forbids. */
function demandSignable({ state }: DocumentRow): void {
  if (state !== 'signed' && !signable.includes(state)) stateForbids(state);
}

const changedMeanwhile = (what: string) =>
  refuse(
    'conflict',
    'documents.changed-meanwhile',
    `The ${what} changed since you began to sign. Look at the document and sign again.`,
  );

/** Whoever signs has read what the card says. Refuses: documents.changed-meanwhile. */
function demandSameCard({ revision }: DocumentRow, row: store.SignatureRow): void {
  if (row.revision !== null && row.revision !== revision) changedMeanwhile('card has');
}

/** Signatures of a version, each by somebody else. */
const standingOf = async (tx: Tx, { id, version }: DocumentRow): Promise<store.SignatureRow[]> =>
  (await store.signaturesOf(tx, id)).filter((one) => one.version === version);

/** Two signatures are of two people, however many keys one of them has. Refuses: documents.signed-already. */
async function demandAnother(tx: Tx, document: DocumentRow, personId: string): Promise<void> {
  if ((await standingOf(tx, document)).some(({ byId }) => byId === personId))
    refuse(
      'conflict',
      'documents.signed-already',
      'You have signed this already. A second signature is given by another leader.',
    );
}

const unknownSignature = (): never =>
  refuse(
    'missing',
    'documents.signature-unknown',
    'This signature was not prepared here. Begin again on the page of the document.',
  );

function make(
  module: ModuleRuntime,
  principal: Principal,
  { signatureId: id, value, code }: { signatureId: string; value?: string | undefined; code?: string | undefined },
): Promise<Signature> {
  if (value) return module.call(finishSignature, { id, value }, { principal });
  if (code) return module.call(signRemotely, { id, code }, { principal });
  return refuse('invalid', 'documents.value-missing', 'Sign with your key, or type the code of the signing service.');
}

async function madeBefore(
  module: ModuleRuntime,
  documentId: string,
  signatureId: string,
): Promise<Signature | undefined> {
  const { items } = await module.call(listSignatures, { reference: contract.referenceOf(documentId) });
  return items.find((one) => one.id === signatureId);
}

/** Says here that it stands; once. */
async function take(tx: Tx, documentId: string, made: Signature): Promise<contract.DocumentState> {
  const document = (await lockDocument(tx, documentId)) ?? unknownDocument();
  const row = (await store.findSignature(tx, documentId, made.id)) ?? unknownSignature();
  if (row.madeAt) return document.state;
  demandSignable(document);
  demandSameCard(document, row);
  await demandAnother(tx, document, row.byId);
  const present = await presentFiles(tx, document);
  // A file that came or went since the signature was prepared is not covered by it.
  if (made.files.length !== present.length || present.some(({ sha256 }, at) => made.files[at]?.sha256 !== sha256))
    changedMeanwhile('files have');
  const { version } = document;
  await store.setMade(tx, made.id, { version, post: made.post, capacity: made.signer.as, at: made.signedAt });
  await note(tx, documentId, {
    ...{ what: 'signed', key: `signature-${made.id}`, byName: made.signerName },
    ...(made.post ? { byPost: made.post.en } : {}),
    facts: { serial: made.certificateSerial },
  });
  const kind = kindOf(await rulesOf(tx, document.institutionId), document.kind);
  const standing = await standingOf(tx, document);
  const next = standing.length >= Math.max(1, kind.signatures) ? 'signed' : 'approved';
  if (document.state !== next) await move(tx, document, next);
  return next;
}

/** What covers other files than there are now stays uncounted. */
function unlessRefused(error: unknown): void {
  if (!isRefusal(error)) throw error;
}

const minute = 60_000;
/** What was signed while a process ended before it could say so. */
export async function takeSigned(module: ModuleRuntime): Promise<void> {
  const now = module.clock.now().getTime();
  const open = await inModule(module, (tx) =>
    store.openOnes(tx, new Date(now - minute), new Date(now - 24 * 60 * minute)),
  );
  for (const { id, documentId } of open) {
    const made = await madeBefore(module, documentId, id);
    if (made) await inModule(module, (tx) => take(tx, documentId, made)).catch(unlessRefused);
  }
}

/** The container of the present files, for who sees the document. Refuses: documents.document-unknown, documents.nothing-to-sign. */
export async function container(
  module: ModuleRuntime,
  principal: Principal,
  id: string,
): Promise<{ name: string; bytes: Uint8Array }> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) unknownDocument();
  const found = await module.tx(principal, async (tx) => {
    await asReader(tx);
    const document = (await findDocument(tx, id)) ?? unknownDocument();
    const present = await presentFiles(tx, document);
    if (present.length === 0) refuse('conflict', 'documents.nothing-to-sign', 'The document has no file yet.');
    await audit(tx, { action: 'documents.file-read', object: { type: 'document', id } });
    const names = namesOf(present);
    const files: ContainerFile[] = [];
    for (const [at, { id: fileId, mimeType }] of present.entries()) {
      const content = await contentOf(tx, id, fileId);
      if (content) files.push({ name: names[at] ?? '', mimeType, content: content.bytes });
    }
    return { document, files, ids: (await store.signaturesOf(tx, id)).map((one) => one.id) };
  });
  const { items } = await module.call(listSignatures, { reference: contract.referenceOf(id) });
  const standing = items.filter((one) => found.ids.includes(one.id));
  const at = new Date(standing.at(-1)?.signedAt ?? found.document.changedAt);
  const { number } = found.document;
  const name = `${(number ?? 'document').replace(/[^\p{L}\p{N}-]+/gu, '-')}.asice`;
  return {
    name,
    bytes: packContainer(
      found.files,
      standing.map(({ xml }) => xml),
      at,
    ),
  };
}
