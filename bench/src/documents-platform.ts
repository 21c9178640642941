// SPDX-License-Identifier: Apache-2.0
/** Documents and the work on them on a real database: twenty ministries, in one of which people are on posts. */
import { newId, type Platform, sealRow, startPlatform, type Tx, wordMarks } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { modules } from '@stoa/server/src/modules.ts';
import pg from 'pg';
import type { Workplace } from './workplace.ts';

export type Person = Extract<Principal, { kind: 'person' }>;
export const institutions = Array.from({ length: 20 }, (_, n) => `XM-MINISTRY-${n}`);
export const [home = ''] = institutions;
/** Of the first ministry; every document of the store is open to one of these posts. */
export const posts = Array.from({ length: 60 }, () => newId());

export interface DocumentsPlatform {
  readonly platform: Platform;
  readonly sql: pg.Pool;
  person(code: string, institutionId: string, postId?: string): Person;
  /** Runs waiting events and jobs until none is due. */
  drain(): Promise<void>;
}

export async function startDocumentsPlatform(place: Workplace): Promise<DocumentsPlatform> {
  const platform = await startPlatform({
    config: place.config(),
    modules: modules.filter(({ name }) => ['documents', 'execution'].includes(name)),
    databaseUrl: place.databaseUrl,
    log: place.log,
    manual: true,
    stubs: new Map<string, (input: never) => Promise<unknown>>([
      ['organisations.get-structure', async () => structure],
      ['organisations.tell-posts', async () => ({ told: 0 })],
    ]),
  });
  place.atEnd(() => platform.close());
  const sql = new pg.Pool({ connectionString: place.databaseUrl, max: 8 });
  place.atEnd(() => sql.end());
  return {
    platform,
    sql,
    person: (code, organisationId, postId) => ({
      ...{ kind: 'person', id: newId(), name: 'Aigerim Seitkali', assurance: 3 },
      authenticatedAt: new Date().toISOString(),
      duties: [{ code, organisationId, ...(postId ? { postId } : {}) }],
    }),
    drain: async () => {
      for (;;) {
        const counts = await Promise.all([...platform.modules.values()].map((module) => module.step()));
        if (counts.every((count) => count === 0)) return;
      }
    },
  };
}

const structure = {
  units: [],
  posts: posts.map((id, n) => ({
    ...{ id, title: { en: `Post ${n}` }, from: '2020-01-01', duties: [] },
    holdings: [{ id: newId(), personId: newId(), name: `Person ${n}`, as: 'holder', from: '2020-01-01T00:00:00.000Z' }],
  })),
};

const words = [
  'quota',
  'workers',
  'kindergarten',
  'leave',
  'summer',
  'roads',
  'visa',
  'examination',
  'budget',
  'contract',
]
  .concat(['occupation', 'province', 'statistics', 'inspection', 'licence', 'register', 'complaint', 'appointment'])
  .concat([
    'diploma',
    'residence',
    'transport',
    'harvest',
    'winter',
    'repair',
    'school',
    'hospital',
    'water',
    'energy',
  ]);
const pick = (n: number, by: number) => words[Math.floor(n / by) % words.length] ?? '';
export const subjectOf = (n: number): string => `On ${pick(n, 1)} and ${pick(n, 29)} of ${pick(n, 811)}, matter ${n}`;

const kept = [
  'id',
  'institution_id',
  'kind',
  'direction',
  'state',
  'label',
  'language',
  'source',
  'sealed',
  'subject_marks',
]
  .concat(['their_number', 'their_folded', 'their_date', 'number', 'number_folded', 'numbered_on', 'due_on'])
  .concat(['author_id', 'author_name', 'created_at', 'changed_at']);
const states = [
  'executed',
  'filed',
  'executed',
  'filed',
  'executed',
  'in-execution',
  'registered',
  'filed',
  'executed',
  'draft',
];

/** As numbers are compared. */
const folded = (number: string) => number.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** One document as a row, sealed and marked as the module does it. */
function rowOf(tx: Tx, n: number): Record<string, unknown> {
  const id = newId();
  const correspondents = [{ name: `Ministry number ${n % 97}` }];
  const subject = subjectOf(n);
  const state = states[n % 10] ?? 'filed';
  const at = new Date(Date.now() - n * 90_000);
  const number = state === 'draft' ? null : `0${n % 3}-${n}/${at.getFullYear() % 100}`;
  return {
    ...{ id, institution_id: institutions[n % institutions.length], kind: n % 2 ? 'incoming' : 'outgoing' },
    ...{ direction: n % 2 ? 'incoming' : 'outgoing', state, label: n % 50 ? 0 : 2, language: 'en', source: 'import' },
    sealed: sealRow(tx, 'document', id, { subject, correspondents, card: {} }).sealed,
    subject_marks: wordMarks(tx.module, `${subject} Ministry number ${n % 97}`),
    ...{ their_number: `12-3/${n}`, their_folded: folded(`12-3/${n}`), their_date: at.toISOString().slice(0, 10) },
    ...{ number, number_folded: number && folded(number), numbered_on: number && at.toISOString().slice(0, 10) },
    ...{
      due_on: new Date(at.getTime() + 864e6).toISOString().slice(0, 10),
      author_id: newId(),
      author_name: 'An author',
    },
    ...{ created_at: at.toISOString(), changed_at: at.toISOString() },
  };
}

/** Fills the store; each document is open to a post, and work on one in ten of the first ministry waits for it. */
export async function fill({ platform, sql }: DocumentsPlatform, count: number): Promise<void> {
  const module = platform.modules.get('documents')?.runtime;
  const columns = kept.join(', ');
  for (let from = 0; from < count; from += 5000)
    await module?.tx({ kind: 'system' }, async (tx) => {
      const rows = Array.from({ length: Math.min(5000, count - from) }, (_, at) => rowOf(tx, from + at));
      await sql.query(
        `insert into documents.document (${columns}) select ${columns} from jsonb_populate_recordset(null::documents.document, $1::jsonb)`,
        [JSON.stringify(rows)],
      );
    });
  await sql.query(
    `insert into documents.reader (document_id, post_id, work, why, since)
     select id, ($1::uuid[])[1 + n % 60], 'execution', 'Has to carry out an instruction', now() from (select id, row_number() over () as n from documents.document) d`,
    [posts],
  );
  await sql.query(
    `insert into execution.task (id, document_id, institution_id, kind, object_id, post_id, title, since, due_at, done_at)
     select gen_random_uuid(), d.id, d.institution_id, 'execute', gen_random_uuid(), r.post_id, '{"en": "Post"}', d.created_at, d.due_on,
       case when n % 10 = 0 then null else d.changed_at end
     from (select *, row_number() over (order by id) as n from documents.document where institution_id = $1) d join documents.reader r on r.document_id = d.id`,
    [home],
  );
  await sql.query('analyze documents.document, documents.sought, documents.reader, execution.task');
}
