// SPDX-License-Identifier: Apache-2.0
/** `node apps/connector/src/main.ts <settings.yaml>`: runs the connectors the file lists until it is told to stop. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createLog, describeError, healthSeconds, weighBuffersWithHeap } from '@stoa/kernel';
import { type Connector, startConnector } from './connector.ts';
import { type ConnectorSettings, readSettings } from './settings.ts';

weighBuffersWithHeap();
const log = createLog(process.env.STOA_LOG ?? 'info', 'connector');
const file = process.argv[2];
if (!file) {
  process.stderr.write('Name the settings file: node apps/connector/src/main.ts connectors.yaml\n');
  process.exit(2);
}
// Started by another program: end with it, however it ended, also while the hub is still waited for.
if (process.connected) process.once('disconnect', () => process.exit(0));
else if (process.send) process.exit(0);
try {
  const settings = readSettings(await readFile(file, 'utf8'), process.env);
  const usual = healthSeconds(process.env);
  const beside = (one: ConnectorSettings) => ({
    ...{ healthSeconds: usual, ...one, dataDir: resolve(dirname(file), one.dataDir) },
  });
  const connectors: Connector[] = await Promise.all(settings.map((one) => startConnector(beside(one), log)));
  const stop = async () => {
    await Promise.all(connectors.map((connector) => connector.close()));
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
  process.stdout.write(
    `${JSON.stringify({ ready: true, connectors: connectors.map(({ subsystem, url }) => ({ subsystem, url })) })}\n`,
  );
} catch (error) {
  log.fatal({ err: describeError(error) }, 'the connector could not start');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
