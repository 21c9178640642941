// SPDX-License-Identifier: Apache-2.0
/** What a change does to the directory and the structure, and what keeps it from being done. */
import { nameOfPerson } from '@stoa/identity/contract';
import { isRefusal, newId, refuse, type Tx } from '@stoa/kernel';
import type { RefusalKind } from '@stoa/kernel/contract';
import type { Asked } from './contract.ts';
import { organisationUnknown } from './directory.ts';
import * as imports from './imports/store.ts';
import * as queries from './queries.ts';
import { put, putOrganisation, type Touched } from './store.ts';

type Of<Kind extends Asked['kind']> = Extract<Asked, { kind: Kind }>;
interface Applied {
  readonly touched: Touched[];
  /** Whose duties are other ones now. */
  readonly people: string[];
}
type Apply<Kind extends Asked['kind']> = (tx: Tx, asked: Of<Kind>, changeId: string) => Promise<Applied>;

const lookAgain = 'Look at the structure again.';
const unitUnknown = (): never => refuse('missing', 'organisations.unit-unknown', `There is no such unit. ${lookAgain}`);
const postUnknown = (): never =>
  refuse('missing', 'organisations.post-unknown', `There is no such post or duty of one. ${lookAgain}`);
const holdingUnknown = (): never =>
  refuse('missing', 'organisations.holding-unknown', `Nobody is on a post so. ${lookAgain}`);
const unknown = { unit: unitUnknown, post: postUnknown, duty: postUnknown, holding: holdingUnknown };

function demandForward(from: string, until: string | undefined): void {
  if (until !== undefined && until <= from)
    refuse('invalid', 'organisations.period-backwards', 'The end must come after the beginning. Correct the dates.');
}

async function peopleOn(tx: Tx, postIds: readonly string[]): Promise<string[]> {
  return [...new Set((await queries.holdingsOfPosts(tx, postIds)).map(({ personId }) => personId))];
}

const organisation: Apply<'organisation'> = async (tx, { id, facts, validFrom }, changeId) => {
  const { country } = tx.module;
  demandForward(facts.from, facts.until);
  if (facts.sphere && !(await queries.spheres(tx)).some(({ code }) => code === facts.sphere))
    refuse(
      'invalid',
      'organisations.sphere-unknown',
      `The list of spheres has no "${facts.sphere}". Choose one of it.`,
    );
  if (facts.regionCode && !country.territory(facts.regionCode))
    refuse(
      'invalid',
      'organisations.region-unknown',
      `The country has no region ${facts.regionCode}. Choose one of it.`,
    );
  if (facts.inn && !country.isNumber(country.companyScheme, facts.inn))
    refuse(
      'invalid',
      'organisations.number-invalid',
      'The taxpayer number has a mistake: its check digits do not match. Compare it with the document.',
    );
  for (const other of [facts.parentId, facts.successorId])
    if (other && !(await queries.findOrganisation(tx, other))) organisationUnknown();
  const circle = async (other: string | undefined, by: 'parent_id' | 'successor_id') =>
    other !== undefined && (other === id || (await queries.chainOf(tx, other, by)).includes(id));
  if (await circle(facts.parentId, 'parent_id'))
    refuse('invalid', 'organisations.circle', 'An organisation cannot stand under itself. Choose another parent.');
  if (await circle(facts.successorId, 'successor_id'))
    refuse('invalid', 'organisations.circle', 'An organisation cannot follow itself. Choose another successor.');
  const known = await queries.findOrganisation(tx, id);
  const posts = (await queries.postsOf(tx, id)).map((post) => post.id);
  return {
    touched: await putOrganisation(tx, { id, ...facts, revision: (known?.revision ?? 0) + 1 }, validFrom, changeId),
    people: known?.until === facts.until ? [] : await peopleOn(tx, posts),
  };
};

const merge: Apply<'merge'> = async (tx, { id, into, on }, changeId) => {
  const [gone, heir] = [await queries.findOrganisation(tx, id), await queries.findOrganisation(tx, into)];
  if (!gone || !heir) return organisationUnknown();
  if (id === into) refuse('invalid', 'organisations.circle', 'An organisation cannot be merged into itself.');
  if (gone.until) endedAlready();
  const { id: _, revision: __, ...facts } = gone;
  return organisation(
    tx,
    { kind: 'organisation', id, validFrom: on, facts: { ...facts, until: on, successorId: into } },
    changeId,
  );
};

const endedAlready = (): never =>
  refuse('conflict', 'organisations.ended-already', 'It has ended already. What comes after it is a new one.');

const unit: Apply<'unit'> = async (tx, asked) => {
  demandForward(asked.from, asked.until);
  if (!(await queries.findOrganisation(tx, asked.organisationId))) organisationUnknown();
  const parent = asked.parentId ? ((await queries.findUnit(tx, asked.parentId)) ?? unitUnknown()) : undefined;
  if (parent && parent.organisationId !== asked.organisationId) unitUnknown();
  const row = await put(
    tx,
    'unit',
    { id: newId() },
    {
      ...{ organisation_id: asked.organisationId, parent_id: asked.parentId ?? null, name: asked.name },
      ...{ from_on: asked.from, until_on: asked.until ?? null },
    },
  );
  return { touched: [row], people: [] };
};

const post: Apply<'post'> = async (tx, asked) => {
  demandForward(asked.from, asked.until);
  if (!(await queries.findOrganisation(tx, asked.organisationId))) organisationUnknown();
  const of = asked.unitId ? ((await queries.findUnit(tx, asked.unitId)) ?? unitUnknown()) : undefined;
  if (of && of.organisationId !== asked.organisationId) unitUnknown();
  const id = newId();
  const touched = [
    await put(
      tx,
      'post',
      { id },
      {
        ...{ organisation_id: asked.organisationId, unit_id: asked.unitId ?? null, title: asked.title },
        ...{ from_on: asked.from, until_on: asked.until ?? null },
      },
    ),
  ];
  const from = tx.module.country.calendar.startOfDate(asked.from);
  for (const code of new Set(asked.duties))
    touched.push(await put(tx, 'post_duty', { id: newId() }, { post_id: id, code, from_at: from, until_at: null }));
  return { touched, people: [] };
};

const duty: Apply<'duty'> = async (tx, { postId, code, emergency = false, from, until }) => {
  demandForward(from, until);
  if (!(await queries.findPost(tx, postId))) postUnknown();
  const touched = await put(
    tx,
    'post_duty',
    { id: newId() },
    { post_id: postId, code, emergency, from_at: from, until_at: until ?? null },
  );
  const people = await peopleOn(tx, [postId]);
  for (const person of people) await demandNoConflict(tx, person);
  return { touched: [touched], people };
};

const overlaps = (one: { from: Date; until?: Date }, from: Date, until: Date | undefined): boolean =>
  (!until || one.from < until) && (!one.until || one.until > from);

const holding: Apply<'holding'> = async (tx, asked) => {
  demandForward(asked.from, asked.until);
  if (!(await queries.findPost(tx, asked.postId))) postUnknown();
  const [from, until] = [new Date(asked.from), asked.until ? new Date(asked.until) : undefined];
  const others = (await queries.holdingsOfPosts(tx, [asked.postId])).filter((one) => overlaps(one, from, until));
  if (asked.as !== 'substitute' && others.some((one) => one.as === asked.as))
    refuse(
      'conflict',
      'organisations.post-taken',
      'Somebody else is on this post then. End that first, or choose other dates.',
    );
  if (asked.as === 'substitute') {
    const whom = asked.forId ? await queries.findHolding(tx, asked.forId) : undefined;
    if (!whom || whom.postId !== asked.postId) return holdingUnknown();
    if (whom.as === 'substitute')
      refuse(
        'invalid',
        'organisations.substitute-of-substitute',
        'A substitute cannot be substituted. Name somebody for the holder of the post.',
      );
  }
  const { name } = await tx.module.call(nameOfPerson, { personId: asked.personId });
  if (!name)
    refuse('missing', 'organisations.person-unknown', 'There is no such person. They must be registered first.');
  const row = await put(
    tx,
    'holding',
    { id: newId() },
    {
      ...{ post_id: asked.postId, person_id: asked.personId, name, as_what: asked.as },
      ...{ for_id: asked.as === 'substitute' ? asked.forId : null, reason: asked.reason ?? null },
      ...{ from_at: from, until_at: until ?? null },
    },
  );
  await demandNoConflict(tx, asked.personId);
  return { touched: [row], people: [asked.personId] };
};

/** Duties that nobody may hold together: who pays may not approve. */
export async function demandNoConflict(tx: Tx, personId: string): Promise<void> {
  const held = await queries.heldBy(tx, personId);
  const at = (code: string) => held.filter((one) => one.code === code);
  for (const { one, other, law } of await queries.conflicts(tx))
    for (const first of at(one))
      if (at(other).some((second) => overlaps(second, first.from, first.until)))
        refuse('conflict', 'organisations.duties-conflict', `Nobody may hold ${one} and ${other} together (${law}).`);
}

const tables = { unit: 'unit', post: 'post', duty: 'post_duty', holding: 'holding' } as const;

const end: Apply<'end'> = async (tx, { what, id, at }) => {
  const found = {
    unit: () => queries.findUnit(tx, id),
    post: () => queries.findPost(tx, id),
    duty: () => queries.findDuty(tx, id),
    holding: () => queries.findHolding(tx, id),
  };
  const row = (await found[what]()) ?? unknown[what]();
  const day = tx.module.country.calendar.localDate(new Date(at));
  const byDay = what === 'unit' || what === 'post';
  if (row.until && (row.until instanceof Date ? row.until <= new Date(at) : row.until <= day)) endedAlready();
  const begun = row.from instanceof Date ? row.from.toISOString() : row.from;
  demandForward(begun, byDay ? day : at);
  const ended = await put(tx, tables[what], { id }, byDay ? { until_on: day } : { until_at: at });
  const postIds = what === 'post' ? [id] : 'postId' in row ? [row.postId] : [];
  return { touched: [ended], people: await peopleOn(tx, postIds) };
};

/** Every row of a table, or none: what keeps a row from being done is told with its line. */
const wholeImport: Apply<'import'> = async (tx, { importId }, changeId) => {
  const read = await imports.findImport(tx, importId);
  if (!read) return refuse('missing', 'organisations.import-unknown', 'There is no such file any more. Read it again.');
  if (read.wrong > 0 || read.enters + read.changes === 0)
    refuse(
      'invalid',
      'organisations.import-wrong',
      'Rows have mistakes, or nothing changes. Correct the file and read it again.',
    );
  if (await imports.isDone(tx, importId))
    refuse('conflict', 'organisations.import-done', 'This file was imported already. Nothing is left to do.');
  const touched: Touched[] = [];
  const people = new Set<string>();
  for (const { line, asked, revision } of await imports.toDo(tx, importId)) {
    const stop = (kind: RefusalKind, code: string, message: string): never =>
      refuse(kind, code, `Line ${line}: ${message}`, {
        errors: [{ pointer: '', code: 'organisations.import-line', message, params: { line: String(line) } }],
      });
    if (asked.kind === 'organisation' && ((await queries.findOrganisation(tx, asked.id))?.revision ?? 0) !== revision)
      stop('conflict', 'organisations.import-overtaken', 'Somebody has changed it since. Read the file again.');
    const done = await apply(tx, asked, changeId).catch((error: unknown) => {
      if (isRefusal(error)) return stop(error.kind, error.code, error.message);
      throw error;
    });
    touched.push(...done.touched);
    for (const person of done.people) people.add(person);
  }
  return { touched, people: [...people] };
};

const kinds: { readonly [Kind in Asked['kind']]: Apply<Kind> } = {
  organisation,
  merge,
  unit,
  post,
  duty,
  holding,
  end,
  import: wholeImport,
};

/** Days of what lasts from an instant to another are the beginnings of these days in the country. */
function atInstants(tx: Tx, asked: Asked): Asked {
  const instant = (moment: string) =>
    moment.includes('T') ? moment : tx.module.country.calendar.startOfDate(moment).toISOString();
  if (asked.kind === 'end') return { ...asked, at: instant(asked.at) };
  if (asked.kind !== 'duty' && asked.kind !== 'holding') return asked;
  const until = asked.until ? { until: instant(asked.until) } : {};
  return { ...asked, from: instant(asked.from), ...until };
}

/** Refuses what keeps the change from being done. */
export const apply = (tx: Tx, asked: Asked, changeId: string): Promise<Applied> =>
  (kinds[asked.kind] as Apply<Asked['kind']>)(tx, atInstants(tx, asked) as never, changeId);

/** The organisation that a change is about; none where that may be many. */
export async function organisationOf(tx: Tx, asked: Asked): Promise<string | null> {
  if (asked.kind === 'import') return null;
  if (asked.kind === 'organisation' || asked.kind === 'merge') return asked.id;
  if ('organisationId' in asked) return asked.organisationId;
  if ('postId' in asked) return ((await queries.findPost(tx, asked.postId)) ?? postUnknown()).organisationId;
  if (asked.what === 'unit') return ((await queries.findUnit(tx, asked.id)) ?? unitUnknown()).organisationId;
  const postOf = async () =>
    asked.what === 'post'
      ? asked.id
      : asked.what === 'duty'
        ? (await queries.findDuty(tx, asked.id))?.postId
        : (await queries.findHolding(tx, asked.id))?.postId;
  const id = await postOf();
  return ((id && (await queries.findPost(tx, id))) || unknown[asked.what]()).organisationId;
}

/** Whom a change gives power: the person put on a post, or those who are on the post that gets a duty. */
export async function empowered(tx: Tx, asked: Asked): Promise<string[]> {
  if (asked.kind === 'holding') return [asked.personId];
  if (asked.kind === 'import') {
    const whole: string[] = [];
    for (const row of await imports.toDo(tx, asked.importId)) whole.push(...(await empowered(tx, row.asked)));
    return whole;
  }
  return asked.kind === 'duty' ? peopleOn(tx, [asked.postId]) : [];
}
