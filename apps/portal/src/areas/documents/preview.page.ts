// SPDX-License-Identifier: Apache-2.0
/** A file of a document, to be looked at in the page. */
import { filePath, lookUp } from '@stoa/documents/contract';
import { pagePath, previewFile } from '@stoa/papers/contract';
import { definePage, Elsewhere, type PropsOf } from '../../server/page.ts';
import { chanceryDuties } from './chancery.ts';

const isId = (value: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
/** Pictures of one page here. */
const shownAtOnce = 10;

export const previewPage = definePage({
  path: '/documents/:id/files/:fileId',
  duty: chanceryDuties,
  component: 'documents/PreviewPage',
  load: async ({ call, params: { id, fileId }, query }) => {
    if (!isId(id)) throw new Elsewhere('/documents/list');
    if (!isId(fileId)) throw new Elsewhere(`/documents/${id}`);
    const shown = await call(previewFile, { id, fileId });
    const { items } = await call(lookUp, { ids: [id] });
    const { pages = 0, texts = [], sizes = [] } = shown;
    const asked = Number(query.cursor ?? 1);
    const from = Number.isInteger(asked) && asked >= 1 && asked <= pages ? asked : 1;
    const until = Math.min(from + shownAtOnce - 1, pages);
    return {
      ...shown,
      ...{ texts: undefined, sizes: undefined },
      ...{ documentId: id, subject: items[0]?.subject ?? '', number: items[0]?.number },
      href: filePath(id, fileId),
      images: Array.from({ length: Math.max(0, until - from + 1) }, (_, at) => ({
        page: from + at,
        href: pagePath(id, fileId, from + at),
        text: texts[from + at - 1] ?? '',
        // Known before it is loaded, so that nothing moves.
        size: sizes[from + at - 1],
      })),
      nextCursor: until < pages ? String(until + 1) : undefined,
    };
  },
});
export type PreviewProps = PropsOf<typeof previewPage>;
