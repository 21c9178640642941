// SPDX-License-Identifier: Apache-2.0
/** What waits in the schemas of modules: evidence without a signature, work that fails or was given up, events not passed on. */
import type { Config } from '@stoa/kernel';
import type pg from 'pg';
import { age } from './age.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

type Client = Pick<pg.Client, 'query'>;

interface Waiting {
  readonly schema: string;
  /** Seconds that the oldest entry beyond the newest checkpoint waits; null where none does. */
  readonly unsigned: number | null;
  readonly dead: number;
  /** Seconds since the oldest failing work failed first. */
  readonly failing: number | null;
  /** Seconds that the oldest event waits to be passed on. */
  readonly unsent: number | null;
}

const waitingIn = (schema: string) => `
  select '${schema}' as schema,
    (select extract(epoch from now() - least(
        (select min(at) from ${schema}.ledger_entry where leaf_index is null),
        (select min(at) from ${schema}.ledger_entry
         where leaf_index >= (select coalesce(max(size), 0) from ${schema}.ledger_checkpoint))))::float8) as unsigned,
    (select count(*) from ${schema}.work where state = 'dead')::integer as dead,
    (select extract(epoch from now() - min(failing_since))::float8 from ${schema}.work
     where state <> 'done' and state <> 'dead') as failing,
    (select extract(epoch from now() - min(at))::float8 from ${schema}.outbox) as unsent`;

/** Seconds after which what waits wants a person; the alarms of `deploy/monitoring` have the same. */
const late = 300;

/** @param schemas of modules, as `ledgerSchemas` finds them */
export async function ledgersAndWork(client: Client, schemas: readonly string[], config: Config): Promise<Finding[]> {
  if (schemas.length === 0) return [];
  const { rows } = await client.query<Waiting & pg.QueryResultRow>(schemas.map(waitingIn).join(' union all '));
  const signedEvery = Number(config.env.STOA_CHECKPOINT_SECONDS ?? 60);
  const beyond = (name: 'unsigned' | 'failing' | 'unsent', seconds: number) =>
    rows.filter((one) => (one[name] ?? 0) > seconds).map((one) => `${one.schema} ${age(one[name] ?? 0)}`);
  const dead = rows.filter((one) => one.dead > 0).map((one) => `${one.schema} ${one.dead}`);
  const [unsigned, failing, unsent] = [
    beyond('unsigned', Math.max(late, signedEvery * 3)),
    beyond('failing', late),
    beyond('unsent', late),
  ];
  return [
    unsigned.length > 0
      ? fault('ledger', `entries wait for their checkpoint: ${unsigned.join(', ')}`, runs('ledgers'))
      : ok('ledger', `every entry of ${rows.length} ledgers is signed, or came a moment ago`),
    dead.length > 0
      ? warning(
          'given-up',
          `work was given up: ${dead.join(', ')}`,
          'Look at it on the operations page, and replay it.',
        )
      : ok('given-up', 'no work was given up'),
    failing.length > 0
      ? fault(
          'failing',
          `work fails and is tried again: ${failing.join(', ')}`,
          'Look at its last error: operations page.',
        )
      : ok('failing', 'no work fails'),
    unsent.length > 0
      ? fault('unsent', `events are not passed on: ${unsent.join(', ')}`, runs('outboxes'))
      : ok('unsent', 'no event waits'),
  ];
}

const runs = (what: string) =>
  `Start the processes that run these modules: they keep their ${what}. If they run, their log says what hinders them.`;
