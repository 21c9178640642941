// SPDX-License-Identifier: Apache-2.0
/** A department that drops files, and the department that receives them as messages. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually } from '@stoa/kernel/testing';
import { afterAll } from 'vitest';
import * as contract from '@stoa/exchange/contract';
import type { ConnectorSettings } from '../src/index.ts';
import { startExchangeWorld } from './fixture.ts';

export const landId = 'XM/GOV/1007/LAND';
export const taxesId = 'XM/GOV/1006/TAXES';
export const transferType = 'urn:xm:land:transfer:1.0#Request';
const system = { kind: 'system' } as const;

export type DropSettings = NonNullable<ConnectorSettings['drops']>[number];

export async function startDropWorld() {
  const world = await startExchangeWorld();
  const { b } = world;
  const text = (en: string) => ({ en });
  for (const id of [landId, taxesId])
    await b.call(contract.registerSubsystem, { id, name: text(id), memberName: text(id) }, system);
  const schema = {
    type: 'object',
    required: ['parcel', 'price'],
    properties: { parcel: { type: 'string' }, price: { type: 'integer', minimum: 0 } },
    additionalProperties: false,
  };
  await b.call(
    contract.publishInformationType,
    { id: transferType, providerId: taxesId, name: text('Transfer'), requestSchema: schema, responseSchema: {} },
    system,
  );
  const allow = () =>
    b.call(
      contract.grantRight,
      { consumerId: landId, target: transferType, purpose: 'Taxing transfers of land' },
      system,
    );
  const folder = await mkdtemp(join(tmpdir(), 'stoa-dropped-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const at = (...names: string[]) => join(folder, ...names);
  return {
    ...world,
    allow,
    folder,
    at,
    settings: (more: Partial<DropSettings> = {}): DropSettings => ({
      folder,
      format: 'csv',
      type: transferType,
      message: 'row',
      complete: 'unchanged',
      content: '{ "parcel": Parcel, "price": $number(Price) }',
      pollMs: 20,
      ...more,
    }),
    /** Puts a whole file there at once. */
    drop: async (name: string, content: string | Buffer) => {
      await mkdir(dirname(at('x')), { recursive: true });
      await writeFile(at('.coming'), content);
      await rename(at('.coming'), at(name));
    },
    /** Names in a subfolder. */
    names: async (sub: string) => (await readdir(at(sub)).catch(() => [])).filter((name) => !name.startsWith('.')),
    json: async (...names: string[]) => JSON.parse(await readFile(at(...names), 'utf8')) as Record<string, unknown>,
    /** What the receiving department was sent. */
    received: async () =>
      (await b.sql("select message_id, content from mailbox_request order by content->>'parcel'")) as {
        message_id: string;
        content: { parcel: string; price: number };
      }[],
    until: <T>(check: () => T | Promise<T>) => eventually(check),
  };
}
