// SPDX-License-Identifier: Apache-2.0
/** Owns an embedded database in the folder it is given until it is killed. */
import { createLog, startEmbeddedPostgres } from '@stoa/kernel';

const server = await startEmbeddedPostgres(process.argv[2] ?? '', createLog('error', 'test'));
process.stdout.write(`${JSON.stringify({ url: server.url, postmaster: server.pid() })}\n`);
setInterval(() => undefined, 1000);
