// SPDX-License-Identifier: Apache-2.0
/** Who should examine a dossier: nobody bound to it; then what they know, valid certificates, and how much they have. Pure. */
import type { competences, Kind } from '../contract.ts';

type Competence = (typeof competences)[number];
export interface Candidate {
  readonly personId: string;
  readonly name: string;
  readonly organisationId: string;
  readonly competences: readonly Competence[];
  readonly certificates: readonly { readonly body: string; readonly until: string }[];
  readonly interests: readonly string[];
  readonly active: boolean;
  readonly load: number;
}
const asked: Readonly<Record<Kind, readonly Competence[]>> = {
  proposal: ['enterprise-architecture', 'business-analysis'],
  feasibility: ['business-analysis', 'project-management'],
  specification: ['solution-architecture', 'data-management', 'technical-documentation'],
};

export interface Bound {
  readonly organisationId: string;
  /** Who drew it or an earlier one of its chain up, stepped aside, or examined it before an appeal. */
  readonly people: readonly string[];
}
export const isBound = (
  { personId, organisationId, interests }: Pick<Candidate, 'personId' | 'organisationId' | 'interests'>,
  { organisationId: theirs, people }: Bound,
): boolean => organisationId === theirs || interests.includes(theirs) || people.includes(personId);

/** The best first; all that may be given it. */
export function proposed(candidates: readonly Candidate[], kind: Kind, bound: Bound, today: string) {
  return candidates
    .filter((one) => one.active && !isBound(one, bound))
    .map((one) => ({
      ...{ personId: one.personId, name: one.name, load: one.load },
      competences: one.competences.filter((known) => asked[kind].includes(known)),
      certificates: one.certificates.filter(({ until }) => until >= today).length,
    }))
    .sort((a, b) => worth(b) - worth(a) || a.load - b.load || (a.personId < b.personId ? -1 : 1));
}
/** A dossier at hand weighs as much as a certificate, what is asked for twice that. */
const worth = (one: { competences: readonly string[]; certificates: number; load: number }): number =>
  2 * one.competences.length + Math.min(2, one.certificates) - one.load;
