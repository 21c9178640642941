// SPDX-License-Identifier: Apache-2.0
/** The thread of content-apart.ts: is asked about one content at a time, and answers with the complaints. */
import { parentPort } from 'node:worker_threads';
import type { Content } from './check.ts';
import { complaintsAbout } from './fit.ts';

parentPort?.on('message', ({ schema, content, root }: Content) =>
  parentPort?.postMessage(complaintsAbout(schema, content, root)),
);
parentPort?.postMessage('ready');
