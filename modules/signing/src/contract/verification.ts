// SPDX-License-Identifier: Apache-2.0
import { operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Words = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]));
export const Finding = Type.Object({
  /** Such as `files`, `signature`, `chain`, `time`, `revocation`. */
  code: Type.String(),
  /** `note`: nothing is wrong, but the reader should know. `open`: it cannot be told here. */
  state: Type.Enum(['good', 'bad', 'note', 'open']),
  params: Words,
});
export type Finding = Static<typeof Finding>;
const Verdict = Type.Enum(['good', 'untrusted', 'bad']);
const Names = Type.Array(Type.String());
export const SignatureReport = Type.Object({
  place: Type.String(),
  verdict: Verdict,
  signer: Type.String(),
  organisation: Type.String(),
  serial: Type.String(),
  chain: Names,
  /** As what it was signed: `role`, `post.en`, `as`, `in-place-of`. */
  roles: Type.Record(Type.String(), Type.String()),
  claimedAt: Type.String(),
  stampedAt: Type.Optional(Type.String()),
  stampedBy: Type.Optional(Type.String()),
  level: Type.Enum(['B-B', 'B-T', 'B-LT']),
  covers: Names,
  leavesOut: Names,
  findings: Type.Array(Finding),
});
export type SignatureReport = Static<typeof SignatureReport>;
export const FileReport = Type.Object({
  kind: Type.Enum(['container', 'pdf', 'none']),
  verdict: Verdict,
  findings: Type.Array(Finding),
  signatures: Type.Array(SignatureReport),
});
export type FileReport = Static<typeof FileReport>;

/** A signed PDF or ASiC-E container, sent as it is, at most 50 MB; answers a `FileReport`. Nothing of it is kept. */
export const verifyPath = '/api/signing/verifications';

/** The same for a page, which has the file in memory already. */
export const verifyFile = operation({
  name: 'signing.verify-file',
  method: 'POST',
  path: '/signing/verified-files',
  summary: 'Check a small signed PDF or ASiC-E container; larger ones are sent to /api/signing/verifications',
  input: Type.Object({ content: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 14_000_000 }) }),
  output: FileReport,
  permission: 'public',
  audit: 'none',
  limit: 30,
});
