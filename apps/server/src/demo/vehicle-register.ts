// SPDX-License-Identifier: Apache-2.0
/** The register of vehicles is a department's database that a connector reads by itself. */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Log } from '@stoa/kernel';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The department's own table beside the platform's; without leave to make it, its service is there but does not answer. */
export async function vehicleRegister(databaseUrl: string, dataDir: string, log: Log): Promise<string> {
  const program = join(root, 'demo/src/vehicle-register.ts');
  const demoData = join(dataDir, 'demo');
  const env = {
    ...process.env,
    VEHICLE_REGISTER_ADMIN_URL: databaseUrl,
    // Where the vehicle office, another program, looks for it.
    VEHICLE_REGISTER_CLERK_FILE: join(demoData, 'vehicle-clerk-url'),
  };
  try {
    await mkdir(demoData, { recursive: true });
    const { stdout } = await run(process.execPath, [program], { env });
    return (JSON.parse(stdout) as { url: string }).url;
  } catch {
    log.warn("the demo's vehicle register could not be made in this database; its service will not answer");
    return 'postgres://nobody@127.0.0.1:1/none';
  }
}
