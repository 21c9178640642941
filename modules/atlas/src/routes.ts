// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, principalOf, rawRoute, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import * as contract from './contract.ts';
import type { Made } from './files/table.ts';
import { takeOutList } from './lists/lists.ts';
import { takeOutPicture } from './pictures/pictures.ts';
import { takeOutReport } from './reports/report.ts';

/** A file that whoever asks may have, by what the address says. */
const file = <Asked extends TSchema>(
  path: string,
  summary: string,
  schema: Asked,
  make: (module: ModuleRuntime, principal: Principal, asked: Static<Asked>) => Promise<Made>,
) =>
  rawRoute({
    method: 'GET',
    path,
    summary,
    permission: 'atlas:read',
    audit: 'none',
    handler: async (module, request, reply) => {
      const asked: unknown = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(schema, asked))
        return refuse(
          'invalid',
          'kernel.input-invalid',
          'There is no such file. Open the page and take it from there.',
        );
      const { name, type, content } = await make(module, principalOf(request), asked);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  });

export const routes = [
  file('/api/atlas/lists/:kind', 'Elements of a kind as CSV or XLSX', contract.ListAsked, takeOutList),
  file(
    '/api/atlas/pictures/:name',
    'A picture of the register as SVG or PNG, or the table beside it as CSV or XLSX',
    contract.PictureAsked,
    takeOutPicture,
  ),
  file(
    '/api/atlas/report',
    'The report on all, a body or a domain as PDF or XLSX',
    contract.ReportAsked,
    takeOutReport,
  ),
];
