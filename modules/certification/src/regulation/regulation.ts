// SPDX-License-Identifier: Apache-2.0
/** The regulation as data: every check, report and certificate cites its clauses. */
import { createHash } from 'node:crypto';
import type { LocalText } from '@stoa/kernel/contract';
import { canonicalJson } from '@stoa/kernel';
import type { DefectClass } from '../contract/regulation.ts';
import data from './regulation.json' with { type: 'json' };

interface Clause {
  readonly number: string;
  readonly defect?: DefectClass;
  readonly text: LocalText;
}
interface Text {
  readonly number: string;
  readonly version: string;
  readonly title: LocalText;
  readonly chapters: readonly { number: string; title: LocalText; clauses: readonly Clause[] }[];
}

export const regulation = data as Text;
/** Such as `CR-1 1.0`. */
export const regulationName = `${regulation.number} ${regulation.version}`;
/** What is signed: the words themselves, however they are laid out. */
export const regulationDigest = createHash('sha256').update(canonicalJson(data)).digest('hex');

const clauses = new Map(regulation.chapters.flatMap((chapter) => chapter.clauses.map((one) => [one.number, one])));

/** Throws where there is none: a check without a clause must not be. */
export function clauseOf(number: string): Clause {
  const clause = clauses.get(number);
  if (!clause) throw new Error(`the regulation has no clause ${number}`);
  return clause;
}
