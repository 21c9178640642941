// SPDX-License-Identifier: Apache-2.0
/** Children whose births were registered since the country began: they are people of the population register from then on. */
import { createHash } from 'node:crypto';
import { type FamilyMember, type Person, personBySnils, snils, validSnils } from '@stoa/country-xm';
import type { Answer } from './mailbox-worker.ts';

export interface BirthEntry {
  /** Of the medical certificate: one child each. */
  readonly certificate: string;
  readonly child: {
    readonly familyName: string;
    readonly givenName: string;
    readonly bornOn: string;
    readonly sex: string;
  };
  readonly mother: string;
  readonly second: string | null;
}

interface Births {
  find(number: string): Person | undefined;
  childrenOf(number: string): FamilyMember[];
  /** The child's number and that of the entry; the same entry again is answered alike, another one under its certificate is refused. */
  enter(content: unknown): Answer;
}

const isEntry = (content: unknown): content is BirthEntry => {
  const { certificate, child, mother, second } = (content ?? {}) as Partial<BirthEntry>;
  return (
    typeof certificate === 'string' &&
    [child?.familyName, child?.givenName, child?.bornOn, child?.sex].every((one) => typeof one === 'string') &&
    validSnils(String(mother)) &&
    (second === null || validSnils(String(second)))
  );
};
const refused = (description: string): Answer => ({ rejection: { code: 'FAILURE', description } });
/** Serials above those of the people the country began with. */
const numberOf = (certificate: string) =>
  snils(700_000_000 + (createHash('sha256').update(certificate).digest().readUInt32BE(0) % 99_000_000));

function personOf({ certificate, child, mother }: BirthEntry): Person {
  const parent = personBySnils(mother);
  return {
    ...{ snils: numberOf(certificate), familyName: child.familyName, givenName: child.givenName },
    ...{ nameLatin: `${child.givenName} ${child.familyName}`, birthOn: child.bornOn, citizenship: 'XME' },
    sex: child.sex === 'female' ? 'female' : 'male',
    ...{ address: parent?.address ?? '', regionCode: parent?.regionCode ?? 'XM-01', foreigner: false },
    document: {
      ...{ type: 'national-id', number: certificate, issuedOn: child.bornOn, issuingCountry: 'XME' },
      expiresOn: `${Number(child.bornOn.slice(0, 4)) + 16}${child.bornOn.slice(4)}`,
    },
  };
}

/** @param keep makes an entry durable; it is kept before it counts */
export function birthsFrom(earlier: readonly BirthEntry[], keep: (entry: BirthEntry) => void): Births {
  const known = new Map(earlier.map((entry) => [entry.certificate, entry]));
  const answer = ({ certificate }: BirthEntry): Answer => ({
    content: { snils: numberOf(certificate), entry: certificate.replace('MB-', 'BE-') },
  });
  return {
    find: (number) => {
      const entry = [...known.values()].find(({ certificate }) => numberOf(certificate) === number);
      return entry && personOf(entry);
    },
    childrenOf: (number) =>
      [...known.values()]
        .filter(({ mother, second }) => mother === number || second === number)
        .map((entry) => {
          const { snils: own, familyName, givenName, nameLatin, birthOn } = personOf(entry);
          return { relation: 'child', snils: own, familyName, givenName, nameLatin, birthOn };
        }),
    enter(content) {
      if (!isEntry(content)) return refused('Give the certificate, the child and the parents.');
      const before = known.get(content.certificate);
      if (before)
        return JSON.stringify(before) === JSON.stringify(content)
          ? answer(before)
          : refused('The birth of this certificate is registered already.');
      keep(content);
      known.set(content.certificate, content);
      return answer(content);
    },
  };
}
