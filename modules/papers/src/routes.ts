// SPDX-License-Identifier: Apache-2.0
import { handle, type ModuleRuntime, principalOf, rawRoute, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import * as contract from './contract.ts';
import * as lists from './lists/lists.ts';
import { typeOf } from './lists/table.ts';
import * as views from './views/views.ts';

/** A list as a file; what its address asks for has a schema as an operation's input has. */
const listRoute = <Schema extends TSchema>(
  path: string,
  summary: string,
  schema: Schema,
  make: (module: ModuleRuntime, principal: Principal, asked: Static<Schema>) => Promise<lists.TakenOut>,
) =>
  rawRoute({
    method: 'GET',
    path: `/api/papers/lists/${path}`,
    summary,
    permission: 'papers:read',
    audit: 'papers.list-taken-out',
    handler: async (module, request, reply) => {
      const asked = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(schema, asked))
        return refuse(
          'invalid',
          'kernel.input-invalid',
          'The address asks for a list that there is not. Open the list and take it from there.',
        );
      const { as } = asked as { as: contract.ListForm };
      const { name, content } = await make(module, principalOf(request), asked as Static<Schema>);
      return reply
        .type(typeOf[as])
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${as}`)}`)
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  });

export const routes = [
  handle(contract.listViews, views.listViews),
  handle(contract.keepView, views.keepView),
  handle(contract.renameView, views.renameView),
  handle(contract.dropView, views.dropView),
  listRoute('documents', 'The list of documents as CSV, XLSX or PDF', contract.DocumentsAsked, lists.documentsList),
  listRoute('journals/:id', 'A register as CSV, XLSX or PDF', contract.JournalAsked, lists.journalList),
  listRoute(
    'discipline/:institutionId',
    'How terms are kept as CSV, XLSX or PDF',
    contract.DisciplineAsked,
    lists.disciplineList,
  ),
];
