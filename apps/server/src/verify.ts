// SPDX-License-Identifier: Apache-2.0
/** `stoa verify`: every ledger of the circuit, from the stored rows and the keys in the data folder. The platform need not run. */
import { join } from 'node:path';
import { createLog, readConfig, startEmbeddedPostgres } from '@stoa/kernel';
import { fileKeys } from '@stoa/kernel/keys';
import { databaseSource, type LedgerVerdict, ledgerSchemas, readAnchors, verifyLedger } from '@stoa/kernel/ledger';
import pg from 'pg';
import { moduleNames } from './modules.ts';

/** Prints a verdict for each ledger; answers 0 when all hold, 1 otherwise. */
export async function verify(json: boolean): Promise<number> {
  const config = readConfig(process.env, moduleNames);
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres(config.dataDir, createLog('error', config.circuit));
  const client = new pg.Client({ connectionString: config.databaseUrl ?? embedded?.url });
  await client.connect();
  try {
    const anchors = await readAnchors(config.dataDir);
    // One snapshot: what is written meanwhile is the next verification's matter.
    await client.query('begin isolation level repeatable read read only');
    const keys = fileKeys(join(config.dataDir, 'keys'));
    const verdicts: LedgerVerdict[] = [];
    for (const schema of await ledgerSchemas(client)) {
      const source = await databaseSource(client, schema, config.circuit, anchors);
      verdicts.push(
        await verifyLedger(source, { publicKey: keys.publicKey('ledger'), sealKey: keys.secretKey('ledger-seal') }),
      );
    }
    process.stdout.write(json ? `${JSON.stringify(verdicts)}\n` : describe(verdicts));
    return verdicts.every((verdict) => verdict.ok) ? 0 : 1;
  } finally {
    await client.end();
    await embedded?.stop();
  }
}

function describe(verdicts: readonly LedgerVerdict[]): string {
  const lines = verdicts.flatMap((v) => [
    `${v.ok ? 'holds ' : 'BROKEN'} ${v.ledger.padEnd(36)} ${v.entries} entries, ${v.checkpoints} checkpoints (${v.timestamps} time-stamped), ${v.unsealed} not yet sealed`,
    ...v.faults.slice(0, 20).map((f) => `       ${f.entryId ? `entry ${f.entryId}: ` : ''}${f.fault}`),
  ]);
  return `${lines.join('\n')}\n`;
}
