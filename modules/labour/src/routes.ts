// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, type ModuleRuntime, rawRoute, refuse } from '@stoa/kernel';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import * as contract from './contract.ts';
import { DataAsked, dataPath } from './contract.ts';
import { enterDemoLabour } from './demo.ts';
import { getFigures } from './figures.ts';
import { dataset, describe, openCsv, openJson, schemaOf } from './open-data.ts';

/** A closed month stays as it is, and the next one comes in a month: others may keep the files for an hour. */
const publicFile = (
  as: 'csv' | 'json' | 'schema.json',
  summary: string,
  make: (module: ModuleRuntime, asked: Static<typeof DataAsked>) => Promise<unknown>,
) =>
  rawRoute({
    ...({ method: 'GET', permission: 'public', audit: 'none' } as const),
    ...{ path: dataPath(as), summary },
    handler: async (module, request, reply) => {
      if (!Value.Check(DataAsked, request.query))
        refuse('invalid', 'kernel.input-invalid', 'Say the last month as in ?until=2026-10, or leave it out.');
      const content = await make(module, request.query as Static<typeof DataAsked>);
      return reply
        .type(as === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(content);
    },
  });

export const routes = [
  handle(contract.getFigures, getFigures),
  handle(contract.describeData, describe),
  handle(contract.getDataset, dataset),
  handleOutsideTx(contract.enterDemoLabour, enterDemoLabour),
  publicFile('csv', 'Published figures of the labour market as comma-separated values', openCsv),
  publicFile('json', 'Published figures of the labour market', openJson),
  publicFile('schema.json', 'Table Schema of the published figures', async (module) => schemaOf(module)),
];
