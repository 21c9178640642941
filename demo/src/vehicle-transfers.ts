// SPDX-License-Identifier: Apache-2.0
/** What the vehicle office writes into the register: a first owner, and another one where the vehicle is still the seller's and free. */
import { readFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import pg from 'pg';
import type { Answer } from './mailbox-worker.ts';

const Owner = Type.String({ pattern: '^(\\d{10}|\\d{11})$' });
const Transfer = Type.Object({
  plate: Type.String({ pattern: '^\\d{3}[A-Z]{3}\\d{2}$' }),
  seller: Owner,
  buyer: Owner,
  on: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  contract: Type.String({ pattern: '^VT-\\d{4}-\\d{6}$' }),
});
type Transfer = Static<typeof Transfer>;

interface Standing {
  readonly vladelec: string;
  readonly dogovor: string | null;
  readonly rozysk: boolean;
}

const refused = (description: string): Answer => ({ rejection: { code: 'FAILURE', description } });

/** The same contract again changes nothing and is answered alike. FAILURE where the vehicle is not as it must be. */
export async function transferVehicle(clerkUrl: string, content: unknown): Promise<Answer> {
  if (!Value.Check(Transfer, content)) return refused('Give plate, seller, buyer, day and number of the contract.');
  return within(clerkUrl, (client) => entered(client, content));
}

async function within<T>(clerkUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: clerkUrl, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function entered(client: pg.Client, { plate, seller, buyer, on, contract }: Transfer): Promise<Answer> {
  const { rowCount } = await client.query(
    `update ts set vladelec = $3, sovladelec = null, data_reg = $4, dogovor = $5
     where nomer = $1 and vladelec = $2 and dogovor is distinct from $5 and not (rozysk or zalog or arest)`,
    [plate, seller, buyer, on, contract],
  );
  if (rowCount === 1) return { content: { plate, contract } };
  const { rows } = await client.query<Standing>('select vladelec, dogovor, rozysk from ts where nomer = $1', [plate]);
  const [known] = rows;
  if (known?.dogovor === contract) return { content: { plate, contract } };
  if (known?.vladelec !== seller) return refused('The vehicle is not entered for the seller.');
  return refused(known.rozysk ? 'The vehicle is searched for.' : 'The vehicle is arrested or pledged.');
}

const Entry = Type.Object({
  plate: Type.String({ pattern: '^\\d{3}[A-Z]{3}\\d{2}$' }),
  entered: Type.Literal(true),
  owner: Owner,
  make: Type.String({ minLength: 1 }),
  year: Type.Integer(),
});

/** A vehicle that the register has is nobody else's by this: who has it sells it. Without an owner nothing is written. */
export async function enterVehicle(clerkUrl: string, content: unknown, today: string): Promise<void> {
  if (!Value.Check(Entry, content)) return;
  const { plate, owner, make, year } = content;
  const [marka = '', ...model] = make.split(' ');
  await within(clerkUrl, (client) =>
    client.query(
      `insert into ts (nomer, marka, model, god, rozysk, vladelec, data_reg) values ($1, $2, $3, $4, false, $5, $6)
       on conflict do nothing`,
      [plate, marka, model.join(' ') || '—', year, owner, today],
    ),
  );
}

/** The register may be made after the office opens: its address is read at each request. */
export const clerkOf = async (clerkFile: string): Promise<string> => (await readFile(clerkFile, 'utf8')).trim();
