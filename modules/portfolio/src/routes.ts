// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute } from '@stoa/kernel';
import { languages } from '@stoa/kernel/contract';
import * as batches from './batches/batches.ts';
import * as contract from './contract.ts';
import type { Within } from './contract.ts';
import { enterDemoPortfolio } from './demo.ts';
import { beInDraft } from './drafts/presence.ts';
import * as expiring from './expiring/expiring.ts';
import * as renewals from './renewals/renewals.ts';

interface Query {
  readonly language?: string;
  readonly within?: string;
  readonly service?: string;
}
const languageIn = ({ language }: Query) => languages.find((one) => one === language) ?? 'en';
const withins: readonly Within[] = ['30', '60', '90', 'all', 'ended'];
const serviceIn = (id: string | undefined) => (/^[a-z][a-z0-9-]{0,63}$/.test(id ?? '') ? id : undefined);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nobody = '00000000-0000-0000-0000-000000000000';
const csv = (name: string) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}"`,
  'cache-control': 'no-store',
});
const mine = { method: 'GET', permission: 'portfolio:self', audit: 'none' } as const;

export const routes = [
  handle(contract.listExpiring, expiring.listExpiring),
  handle(contract.setReminders, expiring.setReminders),
  handle(contract.getRenewal, renewals.getRenewal),
  handleOutsideTx(contract.renew, renewals.renew),
  handleOutsideTx(contract.listBatchServices, batches.listBatchServices),
  handleOutsideTx(contract.checkBatch, batches.checkBatch),
  handle(contract.listBatches, batches.listBatches),
  handle(contract.getBatch, batches.getBatch),
  handle(contract.startBatch, batches.startBatch),
  handle(contract.stopBatch, batches.stopBatch),
  handle(contract.dropBatch, batches.dropBatch),
  handle(contract.beInDraft, beInDraft),
  handleOutsideTx(contract.enterDemoPortfolio, enterDemoPortfolio),
  rawRoute({
    ...{ ...mine, path: contract.expiringFilePath, summary: 'What runs out of mine, as a table' },
    handler: async (module, request, reply) => {
      const query = request.query as Query;
      const within = withins.find((one) => one === query.within) ?? 'all';
      const asked = { language: languageIn(query), within, serviceId: serviceIn(query.service) };
      return reply.headers(csv('expiring.csv')).send(await expiring.expiringFile(module, principalOf(request), asked));
    },
  }),
  rawRoute({
    ...{ ...mine, path: contract.templatePath(':id'), summary: 'Columns of a file of applications' },
    handler: async (module, request, reply) => {
      const service = serviceIn((request.params as { id?: string }).id) ?? 'none';
      const language = languageIn(request.query as Query);
      const text = await batches.batchTemplate(module, principalOf(request), service, language);
      return reply.headers(csv(`${service}.csv`)).send(text);
    },
  }),
  rawRoute({
    ...{ ...mine, path: contract.failedPath(':id'), summary: 'Lines of a file of which there is no application' },
    handler: async (module, request, reply) => {
      const { id = '' } = request.params as { id?: string };
      const language = languageIn(request.query as Query);
      const text = await batches.failedFile(module, principalOf(request), uuid.test(id) ? id : nobody, language);
      return reply.headers(csv('failed.csv')).send(text);
    },
  }),
];
