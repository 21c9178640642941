// SPDX-License-Identifier: Apache-2.0
/** What a check of a signed file says. Codes, not sentences: whoever shows them has the words in the reader's language. */

export type FindingCode =
  /** Of the whole file. */
  | 'container'
  | 'manifest'
  | 'uncovered'
  | 'pdf'
  | 'changed-after'
  /** Of one signature. */
  | 'form'
  | 'files'
  | 'signature'
  | 'chain'
  | 'validity'
  | 'time'
  | 'revocation'
  | 'register';

export interface Finding {
  readonly code: FindingCode;
  /** `note`: nothing is wrong, but the reader should know. `open`: it cannot be told here. */
  readonly state: 'good' | 'bad' | 'note' | 'open';
  /** Values of the sentence; `at` is an RFC 3339 instant, `why` a code of its own. */
  readonly params: Readonly<Record<string, string | number>>;
}

export const finding = (code: FindingCode, state: Finding['state'], params: Finding['params'] = {}): Finding => ({
  code,
  state,
  params,
});

export interface SignatureReport {
  /** Where it is: a file of the container, a field of the PDF. */
  readonly place: string;
  readonly verdict: Verdict;
  /** As the certificate says. */
  readonly signer: string;
  readonly organisation: string;
  /** Hex without leading zeros. */
  readonly serial: string;
  /** Common names, the authority last. */
  readonly chain: string[];
  /** As what it was signed, as the signature itself claims: `role`, `post.en`, `as`, … */
  readonly roles: Readonly<Record<string, string>>;
  /** RFC 3339: what the signer's clock said, and the stamp. */
  readonly claimedAt: string;
  readonly stampedAt?: string;
  readonly stampedBy?: string;
  readonly level: 'B-B' | 'B-T' | 'B-LT';
  readonly covers: string[];
  readonly leavesOut: string[];
  readonly findings: Finding[];
}

/** `untrusted`: all holds together, but something cannot be told here, such as who the authority is. */
export type Verdict = 'good' | 'untrusted' | 'bad';

export const verdictOf = (findings: readonly Finding[]): Verdict => {
  const has = (state: Finding['state']) => findings.some((one) => one.state === state);
  return has('bad') ? 'bad' : has('open') ? 'untrusted' : 'good';
};

export interface FileReport {
  readonly kind: 'container' | 'pdf' | 'none';
  readonly verdict: Verdict;
  readonly findings: Finding[];
  readonly signatures: SignatureReport[];
}

const order = ['good', 'untrusted', 'bad'] as const;

/** A file is what the worst part of it is. */
export function fileReport(kind: FileReport['kind'], findings: Finding[], signatures: SignatureReport[]): FileReport {
  const verdicts = [verdictOf(findings), ...signatures.map(({ verdict }) => verdict)];
  const verdict = order[Math.max(...verdicts.map((one) => order.indexOf(one)))] ?? 'bad';
  return { kind, verdict, findings, signatures };
}
