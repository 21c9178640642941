// SPDX-License-Identifier: Apache-2.0
/** The files of a document and their signatures as one ASiC-E container. */
import { hash } from 'node:crypto';
import type { ModuleRuntime } from '@stoa/kernel';
import { openContainer, packContainer } from '@stoa/kernel/asic';
import { exportDocument } from '@stoa/documents/contract';
import { listSignatures, sealFiles, type Signature, verifyFile } from '@stoa/signing/contract';
import { type Envelope, largestContainer, type RefusalReason } from './contract.ts';

const digest = (bytes: Uint8Array) => hash('sha256', bytes, 'hex');

/** With the document's signatures over exactly these files, and the institution's seal. */
export async function pack(
  module: ModuleRuntime,
  { documentId, envelope, at }: { documentId: string; envelope: Envelope; at: Date },
): Promise<Uint8Array<ArrayBuffer>> {
  const { document, contents } = await module.call(exportDocument, { id: documentId });
  const byId = new Map(contents.map(({ fileId, content }) => [fileId, Buffer.from(content, 'base64')]));
  const files = envelope.files.map(({ name, mimeType, sha256 }) => {
    const file = document.files.find((one) => one.sha256 === sha256);
    const content = file && byId.get(file.id);
    if (!content) throw new Error(`document ${documentId} has no longer the file ${name}`);
    return { name, mimeType, content };
  });
  const signed = envelope.files.map(({ name, mimeType, sha256 }) => ({ name, mimeType, sha256 }));
  const reference = `document:${documentId}`;
  await module.call(sealFiles, { reference, organisationId: envelope.sender.institutionId, files: signed });
  const { items } = await module.call(listSignatures, { reference });
  // Whoever knows a document can sign under its name; what it bears are those that documents counts, and the seal.
  const own = new Set(document.signatures.map(({ id }) => id));
  const bears = ({ id, role, organisationId }: Signature) =>
    own.has(id) || (role === 'seal' && organisationId === envelope.sender.institutionId);
  const known = new Map(signed.map(({ name, sha256 }) => [name, sha256]));
  const fitting = items
    .filter(bears)
    .filter(({ files: over }) => over.every(({ name, sha256 }) => known.get(name) === sha256));
  return new Uint8Array(
    packContainer(
      files,
      fitting.map(({ xml }) => xml),
      at,
    ),
  );
}

export interface Unpacked {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The files as the envelope names them, or why they are not taken. */
export async function unpack(
  module: ModuleRuntime,
  envelope: Envelope,
  bytes: Uint8Array,
): Promise<Unpacked[] | RefusalReason> {
  if (bytes.length > largestContainer) return 'too-large';
  const container = openContainer(bytes);
  if (!container) return 'damaged';
  const names = new Set(envelope.files.map(({ name }) => name));
  if (container.files.size !== names.size || [...container.files.keys()].some((name) => !names.has(name)))
    return 'tampered';
  const files = envelope.files.map(({ name, sha256 }) => {
    const content = container.files.get(name) ?? new Uint8Array();
    return { name, content, fits: digest(content) === sha256 };
  });
  if (files.some(({ fits }) => !fits)) return 'tampered';
  const report = await module.call(verifyFile, { content: Buffer.from(bytes).toString('base64') });
  if (report.verdict === 'bad') return 'signature-bad';
  // A certificate names whom it likes: only one that an authority known here has issued says whose signature it is.
  const own = report.signatures.some(
    ({ organisation, leavesOut, findings }) =>
      organisation === envelope.sender.institutionId &&
      leavesOut.length === 0 &&
      findings.some(({ code, state }) => code === 'chain' && state === 'good'),
  );
  return own ? files : 'signature-missing';
}
