// SPDX-License-Identifier: Apache-2.0
import { cancelNumber, duties, getJournal, getRules, reserveNumber } from '@stoa/documents/contract';
import { journalListPath, labelsPath } from '@stoa/papers/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { again, definePage, type PropsOf, redirect } from '../../server/page.ts';
import { rowOf } from './chancery.ts';
import { filesOf } from './views.ts';

export const journalPage = definePage({
  path: '/documents/journals/:id',
  duty: duties.clerk,
  component: 'documents/JournalPage',
  load: async ({ call, text, params, query, language }) => {
    const found = await call(getJournal, {
      id: params.id,
      limit: 30,
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    const [{ rules }, institution] = await Promise.all([
      call(getRules, { institutionId: found.institutionId }),
      call(getOrganisation, { id: found.institutionId }),
    ]);
    const journal = rules.journals.find(({ code }) => code === found.book.code);
    const kinds = rules.kinds.map((kind) => ({ code: kind.code, text: text(kind.title) }));
    return {
      ...{ book: found.book, institution: text(institution.name), institutionId: found.institutionId },
      title: journal ? text(journal.title) : found.book.code,
      clause: journal?.clause,
      files: filesOf((made) => journalListPath(params.id, made), { language }),
      labels: labelsPath(
        found.items.flatMap(({ document }) => document?.id ?? []),
        language,
      ),
      nextCursor: found.nextCursor,
      rows: found.items.map(({ document, ...entry }) => ({ ...entry, document: document && rowOf(document, kinds) })),
    };
  },
  act: async ({ call, params: { id } }, form) => {
    const reason = form.get('reason');
    if (reason.length < 3) return again([{ field: 'reason', code: 'documents.reason-missing' }]);
    const { book, institutionId } = await call(getJournal, { id, limit: 1 });
    if (form.get('_do') === 'reserve') {
      await call(reserveNumber, { institutionId, code: book.code, reason });
      return redirect(`/documents/journals/${id}`, { notice: 'number-reserved' });
    }
    await call(cancelNumber, { journalId: id, n: Number(form.get('n')) || 1, reason });
    return redirect(`/documents/journals/${id}`, { notice: 'number-cancelled' });
  },
});
export type JournalProps = PropsOf<typeof journalPage>;
