// SPDX-License-Identifier: Apache-2.0
/** The offline verifier over the platform's data folder, and what it says to a changed byte. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Evidence, eventually, must } from './step.ts';

interface Verdict {
  ledger: string;
  ok: boolean;
  entries: number;
  unsealed: number;
  checkpoints: number;
  timestamps: number;
  faults: { entryId?: string; fault: string }[];
}

const server = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));

function run(dataDir: string): { code: number | null; verdicts: Verdict[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [server, 'verify', '--json'], {
    env: { ...process.env, STOA_DATA: dataDir },
    encoding: 'utf8',
  });
  must(stdout.startsWith('['), `verify answers: ${stderr}`);
  return { code: status, verdicts: JSON.parse(stdout) as Verdict[] };
}

export async function verifyLedgers(dataDir: string, _databaseUrl: string): Promise<Evidence> {
  // A checkpoint comes at least every sixty seconds; the exchange's must cover the journey's messages.
  const { code, verdicts } = await eventually(
    'a checkpoint over everything',
    async () => {
      const now = run(dataDir);
      const exchange = now.verdicts.find((verdict) => verdict.ledger.endsWith('/exchange'));
      return exchange && exchange.checkpoints > 0 && exchange.timestamps > 0 && now;
    },
    90,
  );
  must(code === 0, `every ledger holds: ${JSON.stringify(verdicts.flatMap((verdict) => verdict.faults).slice(0, 5))}`);
  return Object.fromEntries(
    verdicts.filter((v) => v.entries > 0).map((v) => [v.ledger, `${v.entries} entries, ${v.checkpoints} checkpoints`]),
  );
}

export async function tamperAndVerify(dataDir: string, databaseUrl: string): Promise<Evidence> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `select entry_id as id from exchange.ledger_blob b join exchange.ledger_entry e on e.id = b.entry_id where e.leaf_index is not null order by random() limit 1`,
    );
    const id = rows[0]?.id;
    must(id, 'the exchange has logged bodies');
    const flip = `update exchange.ledger_blob set content = set_byte(content, 40 % length(content), get_byte(content, 40 % length(content)) # 1) where entry_id = $1 and name = 'body'`;
    await client.query(flip, [id]);
    const broken = run(dataDir);
    await client.query(flip, [id]);
    const faults = broken.verdicts.flatMap((verdict) => verdict.faults);
    must(
      broken.code === 1 && faults.length === 1 && faults[0]?.entryId === id,
      `the changed entry is named: ${JSON.stringify(faults)}`,
    );
    must(run(dataDir).code === 0, 'with the byte put back the ledger holds again');
    return { entry: id, said: faults[0]?.fault };
  } finally {
    await client.end();
  }
}
