// SPDX-License-Identifier: Apache-2.0
/** Cards of a system before: a table is tried, its rows looked at, then taken in. */
import { duties } from '@stoa/documents/contract';
import * as papers from '@stoa/papers/contract';
import { again, definePage, Elsewhere, type FieldError, type PropsOf, redirect } from '../../server/page.ts';
import { chanceryOf, institutionOf } from './chancery.ts';

const isId = (value: string | undefined) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value ?? '');
const outcomes = ['refused', 'fits', 'taken'] as const;

export const documentImportsPage = definePage({
  path: '/documents/import',
  duty: duties.clerk,
  component: 'documents/ImportsPage',
  load: async (context) => {
    const { id: institutionId, name, kinds } = await chanceryOf(context);
    const { cursor } = context.query;
    const found = await context.call(papers.listImports, { institutionId, ...(isId(cursor) ? { cursor } : {}) });
    return {
      ...{ name, rows: found.items, nextCursor: found.nextCursor, columns: papers.importColumns },
      kinds: kinds.map(({ code, text }) => ({ code, text })),
    };
  },
  act: async (context, form) => {
    const { file } = form.files;
    const source = form.get('source').toLowerCase();
    const errors: FieldError[] = [
      ...(/^[a-z0-9-]{2,40}$/.test(source) ? [] : [{ field: 'source', code: 'papers.source-unclear' }]),
      ...(file ? [] : [{ field: 'file', code: 'papers.table-missing' }]),
      ...(file && file.body.length > papers.importLimits.bytes
        ? [{ field: 'file', code: 'papers.table-too-large' }]
        : []),
    ];
    if (!file || errors.length > 0) return again(errors);
    const institutionId = institutionOf(context).id;
    const text = new TextDecoder('utf-8').decode(file.body);
    const fileName = file.fileName.slice(-200) || 'table.csv';
    const { id } = await context.call(papers.tryImport, { institutionId, source, fileName, text });
    return redirect(`/documents/import/${id}`);
  },
});
export type DocumentImportsProps = PropsOf<typeof documentImportsPage>;

export const documentImportPage = definePage({
  path: '/documents/import/:id',
  duty: duties.clerk,
  component: 'documents/ImportPage',
  load: async ({ call, params, query, language }) => {
    if (!isId(params.id)) throw new Elsewhere('/documents/import');
    const outcome = outcomes.find((one) => one === query.outcome);
    const found = await call(papers.getImport, {
      ...{ id: params.id, limit: 30 },
      ...(outcome ? { outcome } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return {
      ...found.import,
      outcome,
      rows: found.items.map((row) => ({ ...row, id: String(row.line) })),
      nextCursor: found.nextCursor,
      report: papers.importReportPath(params.id, language),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    if (form.get('_do') === 'files') {
      const { file } = form.files;
      if (!file) return again([{ field: 'file', code: 'papers.folder-missing' }]);
      return again([], { result: await call(papers.importFiles, { id, content: file.body.toString('base64') }) });
    }
    await call(papers.runImport, { id });
    return redirect(`/documents/import/${id}`, { notice: 'import-begun' });
  },
});
export type DocumentImportProps = PropsOf<typeof documentImportPage>;
