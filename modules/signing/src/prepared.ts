// SPDX-License-Identifier: Apache-2.0
/** What a signature is over and what it says of its signer, before the key has signed it. */
import { hash, X509Certificate } from 'node:crypto';
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import { isFileName, toSign, writeSignature } from '@stoa/kernel/asic';
import type { LocalText } from '@stoa/kernel/contract';
import type { Signature, SignedFile, Signer } from './contract.ts';
import { type CertificateRow, type Properties, type SignatureRow, signaturesWhere } from './queries.ts';
import type { Stamped } from './stamping.ts';
import { dropPrepared, insertPrepared, putMade, setSigned } from './store.ts';

export interface Asked {
  readonly reference: string;
  readonly organisationId: string;
  readonly files: SignedFile[];
  readonly role: Signature['role'];
  readonly signer: Signer;
}

/** Refuses `signing.file-name`. */
function demandNames(files: readonly SignedFile[]): void {
  const names = new Set(files.map(({ name }) => name.toLowerCase()));
  const wrong = files.find(({ name }) => !isFileName(name))?.name;
  if (wrong !== undefined || names.size !== files.length)
    refuse(
      'invalid',
      'signing.file-name',
      `A file cannot be called ${JSON.stringify(wrong ?? 'so')} in a container, or two are called the same. Give it another name.`,
    );
}

/** What the signature itself says of its signer, as `key=value`. */
function rolesOf({ role, organisationId, signer }: Asked): string[] {
  const posts = Object.entries(signer.post ?? ({} as LocalText)).map(([language, text]) => `post.${language}=${text}`);
  return [
    ...[`role=${role}`, `organisation=${organisationId}`, ...posts],
    ...(signer.as ? [`as=${signer.as}`] : []),
    ...(signer.inPlaceOf ? [`in-place-of=${signer.inPlaceOf}`] : []),
  ].map((text) => text.replace(/\p{C}/gu, ' '));
}

const digestOf = (files: readonly SignedFile[]) =>
  hash('sha256', canonicalJson(files.toSorted((a, b) => (a.name < b.name ? -1 : 1))), 'buffer');

/** The same once more while it is fresh and says the same; the signature, where it was made already. */
export async function prepare(tx: Tx, asked: Asked, certificate: CertificateRow): Promise<SignatureRow> {
  demandNames(asked.files);
  const filesDigest = digestOf(asked.files);
  const roles = rolesOf(asked);
  const properties: Properties = {
    signingTime: tx.now.toISOString().replace(/\.\d+/, ''),
    certificateDigest: hash('sha256', new X509Certificate(certificate.pem).raw, 'base64'),
    roles,
  };
  const find = async () => {
    const where = 's.reference = $1 and s.certificate_id = $2 and s.role = $3 and s.files_digest = $4 for update of s';
    return (await signaturesWhere(tx, where, [asked.reference, certificate.id, asked.role, filesDigest]))[0];
  };
  const earlier = await find();
  if (earlier?.signedAt) return earlier;
  if (earlier && isFresh(earlier, tx.now) && earlier.properties.roles.join() === roles.join()) return earlier;
  if (earlier) await dropPrepared(tx, earlier.id);
  await insertPrepared(tx, { ...asked, certificateId: certificate.id, properties, filesDigest });
  const row = await find();
  if (!row) throw new Error('a row that was written is there');
  return row;
}

const freshMs = 10 * 60_000;
const isFresh = ({ preparedAt }: SignatureRow, now: Date) => now.getTime() - preparedAt.getTime() < freshMs;

const referencesOf = ({ files }: Pick<SignatureRow, 'files'>) =>
  files.map(({ name, mimeType, sha256 }) => ({
    name,
    mimeType,
    digest: Buffer.from(sha256, 'hex').toString('base64'),
  }));

/** The bytes that the key signs. */
export const infoOf = (row: SignatureRow) => toSign({ references: referencesOf(row), ...row.properties });

async function xmlOf(row: SignatureRow, certificate: CertificateRow, made: Stamped): Promise<string> {
  const { value, token } = made;
  const { propertiesDigest } = await infoOf(row);
  return writeSignature({
    ...row.properties,
    ...{ references: referencesOf(row), propertiesDigest, value: value.toString('base64') },
    certificate: new X509Certificate(certificate.pem).raw.toString('base64'),
    timestampToken: token?.toString('base64'),
    ...{ authorities: [], crls: [] },
  });
}

/** The preparation becomes a signature, whole. */
export async function keep(tx: Tx, row: SignatureRow, certificate: CertificateRow, made: Stamped): Promise<Signature> {
  await setSigned(tx, row.id, await xmlOf(row, certificate, made), made.token ? 'B-T' : 'B-B');
  await putMade(tx, row.id, made);
  const [kept] = await signaturesWhere(tx, 's.id = $1', [row.id]);
  if (!kept) throw new Error('a row that was written is there');
  return shownSignature(kept);
}

export function shownSignature(row: SignatureRow): Signature {
  if (!row.signedAt || !row.level || row.xml === null) throw new Error('only what was signed is shown');
  return {
    ...{ id: row.id, reference: row.reference, organisationId: row.organisationId, role: row.role },
    ...{ signerName: row.signer.name, signer: row.signer },
    ...(row.signer.post ? { post: row.signer.post } : {}),
    ...{ signedAt: row.signedAt.toISOString(), certificateSerial: row.serial, level: row.level },
    ...{ files: row.files, xml: row.xml },
  };
}
