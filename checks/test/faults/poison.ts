// SPDX-License-Identifier: Apache-2.0
/** A module with work that ends its process, and a process that takes that work. */
import { defineModule, job, readConfig, startPlatform } from '@stoa/kernel';
import { Type } from 'typebox';

export const crash = job('poison.crash', Type.Object({ fatal: Type.Boolean() }), async (_tx, { fatal }) => {
  if (fatal) process.kill(process.pid, 'SIGKILL');
});
export const poison = defineModule({
  name: 'poison',
  contract: {},
  routes: [],
  handlers: [crash],
  migrations: new URL('./migrations/', import.meta.url),
  policies: new URL('./policies.cedar', import.meta.url),
});

if (import.meta.main) {
  const [dataDir = '', circuit = '', databaseUrl = ''] = process.argv.slice(2);
  const config = readConfig({ STOA_DATA: dataDir, STOA_CIRCUIT: circuit, PORT: '0', STOA_LOG: 'fatal' }, []);
  const platform = await startPlatform({ config, modules: [poison], databaseUrl, manual: true });
  await platform.modules.get('poison')?.step();
}
