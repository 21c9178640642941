// SPDX-License-Identifier: Apache-2.0
import type { ReviewedModule, SourceText } from '../inventory.ts';

const withoutComments = (sql: string): string => sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');

/** What follows these words names a table, perhaps with its schema. */
const tableAfter =
  /\b(?:from|join|into|update|table|references|on|truncate|view|index\s+\w+\s+on)\s+"?([a-z_]+)"?\."?[a-z_]+/gi;

/**
 * SQL of migrations and sources that names a schema of another module. Roles stop it at run time; this says so before.
 * @param names of all modules.
 */
export function foreignSchemas(modules: readonly ReviewedModule[], names: readonly string[]): string[] {
  const complaint = (own: string, { path, text }: SourceText) =>
    [...withoutComments(text).matchAll(tableAfter)]
      .map((match) => match[1]?.toLowerCase() ?? '')
      .filter((schema) => schema !== own && names.includes(schema))
      .map((schema) => `${path} names a table of ${schema}`);
  return modules.flatMap(({ definition, migrations, sources }) =>
    [...migrations, ...sources.filter(({ text }) => /query|prepared|sql/i.test(text))].flatMap((file) =>
      complaint(definition.name, file),
    ),
  );
}

/** Migrations are numbered from 0001 without a gap and say what they are about. */
export function misnumberedMigrations(modules: readonly ReviewedModule[]): string[] {
  return modules.flatMap(({ migrations }) =>
    migrations
      .filter(({ path }, index) => !new RegExp(`/${String(index + 1).padStart(4, '0')}_[a-z0-9-]+\\.sql$`).test(path))
      .map(({ path }) => `${path} is out of order`),
  );
}
