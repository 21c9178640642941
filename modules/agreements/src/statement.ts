// SPDX-License-Identifier: Apache-2.0
/** What both sides sign: everything that matters of a version, in canonical form (RFC 8785). */
import { hash } from 'node:crypto';
import { canonicalJson } from '@stoa/kernel';
import type { AgreementRow, Terms } from './queries.ts';

type Signed = Pick<
  AgreementRow,
  'id' | 'serviceId' | 'act' | 'contract' | 'proposerKind' | 'proposerId' | 'otherKind' | 'otherId'
>;

export function statementOf(agreement: Signed, number: number, terms: Terms): { statement: string; sha256: string } {
  const statement = canonicalJson({
    v: 1,
    agreement: agreement.id,
    version: number,
    service: agreement.serviceId,
    act: agreement.act,
    contract: agreement.contract,
    proposer: { kind: agreement.proposerKind, id: agreement.proposerId },
    other: { kind: agreement.otherKind, id: agreement.otherId },
    terms,
  });
  return { statement, sha256: hash('sha256', statement, 'hex') };
}
