// SPDX-License-Identifier: Apache-2.0
/** The regulation: numbered, in a version, in force once two have signed it; and the articles of law that packages cite. */
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const suites = ['functional', 'load', 'safety', 'interface', 'legal'] as const;
export type Suite = (typeof suites)[number];
export const SuiteCode = Type.Enum([...suites]);

/** A stops, B stops unless two allow it until a day, C is noted (clauses 3.1 to 3.3). */
export const DefectClass = Type.Enum(['A', 'B', 'C']);
export type DefectClass = Static<typeof DefectClass>;

export const RegulationClause = Type.Object({
  number: Type.String({ maxLength: 10 }),
  /** Of a breach. */
  defect: Type.Optional(DefectClass),
  text: LocalText,
});
export const Regulation = Type.Object({
  number: Type.String(),
  version: Type.String(),
  title: LocalText,
  chapters: Type.Array(Type.Object({ number: Type.String(), title: LocalText, clauses: Type.Array(RegulationClause) })),
  sha256: Type.String(),
  inForce: Type.Boolean(),
  signatures: Type.Array(Type.Object({ name: Type.String(), duty: Type.String(), at: Instant })),
});
export type Regulation = Static<typeof Regulation>;

export const getRegulation = operation({
  name: 'certification.get-regulation',
  method: 'GET',
  path: '/certification/regulation',
  summary: 'The regulation on certification, clause by clause, and who put it in force',
  input: Type.Object({}),
  output: Regulation,
  permission: 'public',
  audit: 'none',
});

export const adoptRegulation = operation({
  name: 'certification.adopt-regulation',
  method: 'POST',
  path: '/certification/regulation/signatures',
  summary: 'Sign the regulation by the digest of its text; with the second signature it is in force',
  input: Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
  output: Type.Object({ version: Type.String(), inForce: Type.Boolean() }),
  permission: 'certification:countersign',
  audit: 'certification.regulation-signed',
  about: { type: 'regulation', id: 'version', facts: ['inForce'] },
  refusals: ['certification.regulation-other'],
});

/** As packages write it: `State Fees Act, Schedule 2, item 1`. */
const Citation = visibleText(200, 3);
export const Article = Type.Object({
  citation: Type.String(),
  from: CalendarDate,
  until: Type.Optional(CalendarDate),
  notedBy: Type.String(),
  /** Certificates in force that rest on it. */
  certificates: Type.Integer(),
});
export type Article = Static<typeof Article>;

export const listArticles = operation({
  name: 'certification.list-articles',
  method: 'GET',
  path: '/certification/articles',
  summary: 'Articles of law as packages cite them, with the days they are in force',
  input: Type.Object({ search: Type.Optional(Type.String({ maxLength: 200 })), ...PageInput }),
  output: pageOf(Article),
  permission: 'certification:follow',
  audit: 'none',
});

export const setArticle = operation({
  name: 'certification.set-article',
  method: 'PUT',
  path: '/certification/articles',
  summary: 'Say from when until when an article is in force; one that ends reopens the certificates that rest on it',
  input: Type.Object({ citation: Citation, from: CalendarDate, until: Type.Optional(CalendarDate) }),
  output: Type.Object({ citation: Type.String(), reopened: Type.Integer() }),
  permission: 'certification:review',
  audit: 'certification.article-set',
  about: { type: 'article', id: 'citation', facts: ['reopened'] },
  refusals: ['certification.days-wrong'],
});
