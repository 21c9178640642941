// SPDX-License-Identifier: Apache-2.0
/** The smallest module that is whole: it keeps entries with a title, and passes every check. */

const licence = '// SPDX-License-Identifier: Apache-2.0';

const contract = (name: string) => `${licence}
/** What ${name} promises. */
import { event, Instant, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const Entry = Type.Object({
  id: Uuid,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  createdAt: Instant,
});
export type Entry = Static<typeof Entry>;

export const addEntry = operation({
  name: '${name}.add-entry',
  method: 'POST',
  path: '/${name}/entries',
  summary: 'Add an entry',
  input: Type.Object({ title: Type.String({ minLength: 1, maxLength: 200 }) }),
  output: Entry,
  permission: '${name}:edit',
  audit: '${name}.entry-added',
  about: { type: 'entry', id: 'id', facts: [] },
});

export const getEntry = operation({
  name: '${name}.get-entry',
  method: 'GET',
  path: '/${name}/entries/:id',
  summary: 'Read an entry',
  input: Type.Object({ id: Uuid }),
  output: Entry,
  permission: '${name}:read',
  audit: 'none',
  refusals: ['${name}.entry-unknown'],
});

export const entryAdded = event('${name}.entry-added.v1', Type.Object({ entryId: Uuid }), { public: true });
`;

const entries = (name: string) => `${licence}
import { emit, newId, refuse, type Tx } from '@stoa/kernel';
import { type Entry, entryAdded } from './contract.ts';
import { findEntry } from './queries.ts';
import { insertEntry } from './store.ts';

/** Adds an entry and tells of it. */
export async function addEntry(tx: Tx, input: { title: string }): Promise<Entry> {
  const entry = { id: newId(), title: input.title, createdAt: tx.now };
  await insertEntry(tx, entry);
  await emit(tx, entryAdded, { entryId: entry.id });
  return { ...entry, createdAt: entry.createdAt.toISOString() };
}

/** Refuses: ${name}.entry-unknown. */
export async function getEntry(tx: Tx, id: string): Promise<Entry> {
  const entry = (await findEntry(tx, id)) ?? refuse('missing', '${name}.entry-unknown', 'There is no such entry.');
  return { ...entry, createdAt: entry.createdAt.toISOString() };
}
`;

const store = `${licence}
import type { Tx } from '@stoa/kernel';

export const insertEntry = (tx: Tx, entry: { id: string; title: string; createdAt: Date }) =>
  tx.query('insert into entry (id, title, created_at) values ($1, $2, $3)', [entry.id, entry.title, entry.createdAt]);
`;

const queries = `${licence}
import type { Tx } from '@stoa/kernel';

export async function findEntry(tx: Tx, id: string): Promise<{ id: string; title: string; createdAt: Date } | undefined> {
  const { rows } = await tx.query<{ id: string; title: string; createdAt: Date }>(
    'select id, title, created_at as "createdAt" from entry where id = $1',
    [id],
  );
  return rows[0];
}
`;

const routes = `${licence}
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import { addEntry, getEntry } from './entries.ts';

export const routes = [
  handle(contract.addEntry, addEntry),
  handle(contract.getEntry, (tx, { id }) => getEntry(tx, id)),
];
`;

const index = (name: string) => `${licence}
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: '${name}',
  contract,
  routes,
  handlers: [],
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
`;

const test = (name: string) => `${licence}
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { addEntry, getEntry } from '../src/contract.ts';
import ${name} from '../src/index.ts';

const b = await bench(${name});
const editor = b.person({ duties: ['${name}.editor'] });

test('an entry that was added can be read, is audited and told of', async () => {
  const { id } = await b.call(addEntry, { title: 'First' }, editor);
  await b.drain();
  expect(await b.call(getEntry, { id }, editor)).toMatchObject({ title: 'First' });
  expect(await b.sql('select action from audit')).toEqual([{ action: '${name}.entry-added' }]);
  expect(b.events('${name}.entry-added.v1')).toMatchObject([{ data: { entryId: id } }]);
});

test('an unknown entry is refused', async () => {
  await expect(b.call(getEntry, { id: editor.id }, editor)).rejects.toMatchObject({
    kind: 'missing',
    code: '${name}.entry-unknown',
  });
});

test('nobody adds or reads entries without the duty', async () => {
  await expect(b.call(addEntry, { title: 'x' }, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(getEntry, { id: editor.id }, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
});
`;

const manifest = (name: string) =>
  `${JSON.stringify(
    {
      name: `@stoa/${name}`,
      version: '0.1.0',
      private: true,
      license: 'Apache-2.0',
      type: 'module',
      exports: { '.': './src/index.ts', './contract': './src/contract.ts' },
      dependencies: { '@stoa/kernel': '0.1.0', typebox: '1.4.3' },
      devDependencies: { vitest: '5.1.1' },
    },
    null,
    2,
  )}\n`;

const policies = (name: string) => `// Editors add and read entries.
permit (principal is Person, action in [Action::"${name}:edit", Action::"${name}:read"], resource)
when { principal.duties.contains("${name}.editor") };
`;

const migration = `create table entry (
  id uuid primary key,
  title text not null check (title <> ''),
  created_at timestamptz not null
);
`;

const readme = (name: string) => `# ${name[0]?.toUpperCase()}${name.slice(1)}

Keeps entries. **Entry**: a title and the instant it was added.

Events out: \`${name}.entry-added.v1\` (for outsiders). In: none.
`;

/** Path inside the module → text. */
export const moduleFiles = (name: string): ReadonlyMap<string, string> =>
  new Map([
    ['package.json', manifest(name)],
    ['README.md', readme(name)],
    ['policies.cedar', policies(name)],
    ['migrations/0001_entry.sql', migration],
    ['src/contract.ts', contract(name)],
    ['src/entries.ts', entries(name)],
    ['src/store.ts', store],
    ['src/queries.ts', queries],
    ['src/routes.ts', routes],
    ['src/index.ts', index(name)],
    [`test/${name}.test.ts`, test(name)],
  ]);
