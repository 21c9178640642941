// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'vitest';

/** Like `npm start`: ends its own child when it is asked to end. */
const parent = `
const child = require('node:child_process').spawn('sleep', ['600']);
process.on('SIGTERM', () => { child.once('exit', () => process.exit(0)); child.kill(); });
console.log('started ' + child.pid);`;

test('it starts a program and fails before it could end it', async () => {
  const child = spawn(process.execPath, ['-e', parent]);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  process.stdout.write(`started ${child.pid}\n${line.toString()}`);
  throw new Error('on purpose');
});
