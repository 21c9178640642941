// SPDX-License-Identifier: Apache-2.0
/** Files on their page of the form: attached and removed by forms. */
import { attachFile, removeAttachment } from '@stoa/cases/contract';
import { again, type Form, type Outcome, type PageContext, redirect } from '../../server/page.ts';
import { formErrors, isMendable } from '../../server/problem.ts';

/** Nothing where the page is to go on as any other. */
export async function actOnFiles(
  { call, query }: Pick<PageContext, 'call' | 'query'>,
  { id, pageId }: { id: string; pageId: string },
  form: Form,
): Promise<Outcome | undefined> {
  const field = form.get('_files');
  const here = `/cases/${id}/form/${pageId}${query.from === 'check' ? '?from=check' : ''}`;
  const attachmentId = form.get('_remove');
  if (attachmentId) {
    await call(removeAttachment, { id, field, attachmentId });
    return redirect(here, { notice: 'file-removed' });
  }
  const file = form.files[field];
  const stays = form.get('_then') === 'stay';
  if (!file) return stays ? again([{ field, code: 'portal.file-missing' }]) : undefined;
  try {
    const name = file.fileName.slice(-1000);
    await call(attachFile, { id, field, name, content: file.body.toString('base64') });
  } catch (error) {
    if (!isMendable(error)) throw error;
    return again(formErrors(error).map((one) => ({ ...one, field })));
  }
  return stays ? redirect(here, { notice: 'file-attached' }) : undefined;
}
