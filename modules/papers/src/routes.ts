// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, type ModuleRuntime, principalOf, rawRoute, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import * as contract from './contract.ts';
import * as dispatches from './dispatches/dispatches.ts';
import { importFiles } from './imports/files.ts';
import { getImport, importReport, listImports, runImport, tryImport } from './imports/imports.ts';
import * as lists from './lists/lists.ts';
import { typeOf } from './lists/table.ts';
import { pageOf, previewFile } from './previews/previews.ts';
import * as stamps from './stamps/stamps.ts';
import * as drafts from './templates/drafts.ts';
import * as templates from './templates/templates.ts';
import * as views from './views/views.ts';

const noSuchPaper = (): never =>
  refuse(
    'invalid',
    'kernel.input-invalid',
    'The address asks for a paper that there is not. Open its page and take it from there.',
  );
const shutOff = "default-src 'none'; frame-ancestors 'none'";

interface Paper {
  readonly name: string;
  readonly content: Uint8Array | string;
}
/** A paper as a file; what its address asks for has a schema as an operation's input has. */
const paperRoute = <Schema extends TSchema>(
  path: string,
  [summary, audit]: readonly [string, string],
  schema: Schema,
  make: (module: ModuleRuntime, principal: Principal, asked: Static<Schema>) => Promise<Paper>,
) =>
  rawRoute({
    method: 'GET',
    path: `/api/papers/${path}`,
    summary,
    permission: 'papers:read',
    audit,
    handler: async (module, request, reply) => {
      const asked = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(schema, asked)) return noSuchPaper();
      const { as = 'pdf' } = asked as { as?: contract.ListForm };
      const { name, content } = await make(module, principalOf(request), asked as Static<Schema>);
      return reply
        .type(typeOf[as])
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.${as}`)}`)
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  });

const taken = 'papers.list-taken-out';
export const routes = [
  handle(contract.listViews, views.listViews),
  handle(contract.keepView, views.keepView),
  handle(contract.renameView, views.renameView),
  handle(contract.dropView, views.dropView),
  handle(contract.listDispatches, dispatches.listDispatches),
  handle(contract.makeDispatch, dispatches.makeDispatch),
  handle(contract.getDispatch, dispatches.getDispatch),
  handle(contract.changeDispatchRow, dispatches.changeDispatchRow),
  handle(contract.printDispatch, dispatches.printDispatch),
  handleOutsideTx(contract.previewFile, previewFile),
  rawRoute({
    method: 'GET',
    path: contract.pagePath(':id', ':fileId', 0).replace(/0$/, ':page'),
    summary: 'The picture of a page of a file',
    permission: 'papers:read',
    audit: 'none',
    handler: async (module, request, reply) => {
      const asked = request.params;
      if (!Value.Check(contract.PageAsked, asked)) return noSuchPaper();
      const { content } = await pageOf(module, principalOf(request), asked);
      return reply
        .type('image/png')
        .header('content-security-policy', `${shutOff}; sandbox`)
        .send(Buffer.from(content));
    },
  }),
  handle(contract.listImports, listImports),
  handleOutsideTx(contract.tryImport, tryImport),
  handle(contract.getImport, getImport),
  handle(contract.runImport, runImport),
  handleOutsideTx(contract.importFiles, importFiles),
  paperRoute(
    'imports/:id/report',
    ['What became of each row of a table of cards', 'papers.import-read'],
    contract.ReportAsked,
    importReport,
  ),
  handle(contract.listTemplates, templates.listTemplates),
  handle(contract.getTemplate, templates.getTemplate),
  handleOutsideTx(contract.proposeTemplate, templates.proposeTemplate),
  handle(contract.decideTemplate, templates.decideTemplate),
  handle(contract.enterStandardTemplates, templates.enterStandardTemplates),
  handle(contract.prefillDraft, drafts.prefillDraft),
  handleOutsideTx(contract.startDraft, drafts.startDraft),
  paperRoute(
    'lists/documents',
    ['The list of documents as CSV, XLSX or PDF', taken],
    contract.DocumentsAsked,
    lists.documentsList,
  ),
  paperRoute('lists/journals/:id', ['A register as CSV, XLSX or PDF', taken], contract.JournalAsked, lists.journalList),
  paperRoute(
    'lists/discipline/:institutionId',
    ['How terms are kept as CSV, XLSX or PDF', taken],
    contract.DisciplineAsked,
    lists.disciplineList,
  ),
  paperRoute(
    'stamps/:id',
    ['The registration stamp of a document', 'papers.stamp-printed'],
    contract.StampAsked,
    stamps.stamp,
  ),
  paperRoute('labels', ['Sheets of labels of documents', 'papers.labels-printed'], contract.LabelsAsked, stamps.labels),
  paperRoute(
    'dispatches/:id/prints/:printId',
    ['A postal dispatch list as it was printed', 'papers.dispatch-read'],
    contract.PrintAsked,
    dispatches.dispatchPaper,
  ),
];
