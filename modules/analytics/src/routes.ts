// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, type ModuleRuntime, principalOf, rawRoute, refuse } from '@stoa/kernel';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { getReach } from './cabinet/reach.ts';
import { report } from './cabinet/reports.ts';
import { listSubscriptions, subscribeReport, unsubscribeReport } from './cabinet/subscriptions.ts';
import { listTopics } from './cabinet/topics.ts';
import * as contract from './contract.ts';
import { importHistory } from './history.ts';
import { recordProgress, recordRendered } from './progress.ts';
import { listDepartments, recordSent } from './seen/seen.ts';
import { getFigures, listRanking } from './published/figures.ts';
import { badge, openCsv, openJson } from './published/open.ts';
import { listSnapshots, recomputeSnapshot } from './published/snapshots.ts';
import { getRatings } from './ratings.ts';
import { reconcile } from './reconciliation.ts';

const typeOf = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

/** What is published changes once a month: others may keep it for an hour. */
const publicFile = <Schema extends TSchema>(
  path: string,
  as: 'csv' | 'json' | 'svg',
  summary: string,
  schema: Schema,
  make: (module: ModuleRuntime, asked: Static<Schema>) => Promise<unknown>,
) =>
  rawRoute({
    ...({ method: 'GET', permission: 'public', audit: 'none' } as const),
    ...{ path, summary },
    handler: async (module, request, reply) => {
      const { code, ...rest } = { ...(request.query as object), ...(request.params as object) } as { code?: string };
      const asked = { ...rest, ...(code === undefined ? {} : { code: code.replace(/\.svg$/, '') }) };
      if (!Value.Check(schema, asked)) return noSuchFile();
      const content = await make(module, asked as Static<Schema>);
      return reply
        .type(typeOf[as])
        .header('cache-control', 'public, max-age=3600')
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(content);
    },
  });

const noSuchFile = (): never =>
  refuse('invalid', 'kernel.input-invalid', 'The address asks for a file that there is not. Take it from its page.');

export const routes = [
  handle(contract.getRatings, getRatings),
  handle(contract.getFigures, getFigures),
  handle(contract.listRanking, listRanking),
  handle(contract.listSnapshots, listSnapshots),
  handle(contract.recomputeSnapshot, recomputeSnapshot),
  publicFile(
    contract.openDataPath('csv'),
    'csv',
    'Published ratings of all organisations as comma-separated values',
    contract.OpenDataAsked,
    openCsv,
  ),
  publicFile(
    contract.openDataPath('json'),
    'json',
    'Published ratings of all organisations',
    contract.OpenDataAsked,
    openJson,
  ),
  publicFile(
    contract.badgePath(':code'),
    'svg',
    'The rating of a place as a picture for other pages',
    contract.BadgeAsked,
    badge,
  ),
  handle(contract.getReach, getReach),
  handle(contract.listTopics, listTopics),
  rawRoute({
    method: 'GET',
    path: '/api/analytics/reports/:file',
    summary: 'The published figures of a place as CSV, XLSX or PDF',
    permission: 'analytics:cabinet',
    audit: 'analytics.report-taken-out',
    handler: async (module, request, reply) => {
      const { file = '' } = request.params as { file?: string };
      const [, code, as] = /^([A-Z0-9-]+)\.(csv|xlsx|pdf)$/.exec(file) ?? [];
      const asked = { ...(request.query as object), code, as };
      if (!Value.Check(contract.ReportAsked, asked)) return noSuchFile();
      const { name, content } = await report(module, principalOf(request), asked);
      return reply
        .type(typeOf[asked.as])
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  }),
  handle(contract.subscribeReport, subscribeReport),
  handle(contract.unsubscribeReport, unsubscribeReport),
  handle(contract.listSubscriptions, listSubscriptions),
  handle(contract.recordProgress, recordProgress),
  handle(contract.recordRendered, recordRendered),
  handle(contract.recordSent, recordSent),
  handle(contract.listDepartments, listDepartments),
  handleOutsideTx(contract.reconcile, reconcile),
  handle(contract.importHistory, importHistory),
];
