// SPDX-License-Identifier: Apache-2.0
/** A schema and a role limited to it, for each module. */
import type pg from 'pg';

export interface ModuleAccess {
  /** Connection URL of the module's own role. */
  readonly url: string;
}

/** Roles are shared by all databases of a server, so circuits side by side need their own. */
export const roleOf = (circuit: string, module: string) => `stoa_${circuit.replaceAll('-', '_')}_${module}`;

/**
 * Creates schema and role when missing and sets the role's password. The schema belongs to the migrating user; the
 * role may read and write its rows, not change its tables, and reaches no other schema.
 */
export async function ensureModuleAccess(
  admin: pg.Client,
  adminUrl: string,
  circuit: string,
  module: string,
  password: string,
): Promise<ModuleAccess> {
  const role = roleOf(circuit, module);
  const { rows } = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
  const quoted = admin.escapeLiteral(password);
  await admin.query(`${rows.length ? 'alter' : 'create'} role ${role} login nosuperuser noinherit password ${quoted}`);
  await admin.query(`create schema if not exists ${module}`);
  await admin.query(`grant usage on schema ${module} to ${role}`);
  const database = new URL(adminUrl).pathname.slice(1);
  await admin.query(`alter role ${role} in database ${admin.escapeIdentifier(database)} set search_path = ${module}`);
  await admin.query('revoke all on schema public from public');
  await admin.query(
    `alter default privileges in schema ${module} grant select, insert, update, delete on tables to ${role}`,
  );
  await admin.query(`alter default privileges in schema ${module} grant usage, select on sequences to ${role}`);
  const url = new URL(adminUrl);
  url.username = role;
  url.password = password;
  return { url: url.href };
}

/** The ledger is append-only for the module itself too: it may place entries and erase personal parts, nothing else. */
export async function protectLedger(admin: pg.Client, circuit: string, module: string): Promise<void> {
  const role = roleOf(circuit, module);
  await admin.query(`
    revoke update, delete on ${module}.ledger_entry, ${module}.ledger_subtree, ${module}.ledger_checkpoint, ${module}.audit, ${module}.migration from ${role};
    revoke update on ${module}.ledger_personal, ${module}.ledger_blob from ${role};
    revoke insert on ${module}.migration from ${role};
    revoke insert, delete on ${module}.ledger_tree from ${role};
    grant update (leaf_index) on ${module}.ledger_entry to ${role};
    grant update (timestamp_token) on ${module}.ledger_checkpoint to ${role}`);
}
