// SPDX-License-Identifier: Apache-2.0
/** Who put the regulation in force: two persons, by the digest of its text. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { holds, idOfPerson, nameOf } from '../people.ts';
import { adoptionsOf } from './queries.ts';
import { regulation, regulationDigest } from './regulation.ts';
import { adopt } from './store.ts';

const neededSignatures = 2;

export async function getRegulation(tx: Tx): Promise<OutputOf<typeof contract.getRegulation>> {
  const signatures = await adoptionsOf(tx, regulation.version, regulationDigest);
  return {
    ...structuredClone(regulation),
    chapters: regulation.chapters.map(({ clauses, ...chapter }) => ({ ...chapter, clauses: [...clauses] })),
    sha256: regulationDigest,
    inForce: signatures.length >= neededSignatures,
    signatures: signatures.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  };
}

/** Refuses: certification.regulation-other. */
export async function adoptRegulation(
  tx: Tx,
  { sha256 }: InputOf<typeof contract.adoptRegulation>,
): Promise<OutputOf<typeof contract.adoptRegulation>> {
  if (sha256 !== regulationDigest)
    refuse(
      'conflict',
      'certification.regulation-other',
      'The regulation reads otherwise by now. Read it again, then sign.',
    );
  const duty = holds(tx, 'certification.certifier') ? 'certification.certifier' : 'legal.reviewer';
  await adopt(tx, {
    version: regulation.version,
    sha256,
    personId: idOfPerson(tx),
    name: nameOf(tx),
    duty,
    at: tx.now,
  });
  const signatures = await adoptionsOf(tx, regulation.version, regulationDigest);
  return { version: regulation.version, inForce: signatures.length >= neededSignatures };
}

/** Refuses: certification.regulation-not-in-force. */
export async function demandInForce(tx: Tx): Promise<void> {
  const signatures = await adoptionsOf(tx, regulation.version, regulationDigest);
  if (signatures.length < neededSignatures)
    refuse(
      'conflict',
      'certification.regulation-not-in-force',
      'The regulation is not in force yet: two persons who certify or review the law sign it first.',
    );
}
