// SPDX-License-Identifier: Apache-2.0
/** Two ministries with people of a chancery, and what its papers are made of. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import documents from '@stoa/documents';
import * as register from '@stoa/documents/contract';
import execution from '@stoa/execution';
import identity from '@stoa/identity';
import { benchWith } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import papers from '../src/index.ts';

export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';

export async function chancery() {
  const b = await benchWith({ STOA_DEMO: '1' }, papers, execution, documents, organisations, identity);
  const person = (name: string, organisationId: string, ...codes: string[]) =>
    b.person({ name, duties: codes.map((code) => ({ code, organisationId })) });
  const people = {
    clerk: person('Clara Clerk', labour, 'documents.clerk'),
    leader: person('Leila Leader', labour, 'documents.leader'),
    executor: person('Egor Executor', labour, 'documents.executor'),
    cleared: person('Cyril Cleared', labour, 'documents.clerk', 'documents.cleared'),
    elsewhere: person('Ivan Elsewhere', interior, 'documents.clerk', 'documents.leader'),
    nobody: b.person({ name: 'Nina Nobody' }),
  };
  const demo = { kind: 'service', id: 'demo' } as const;
  let letters = 0;
  const letter = async (more: object = {}) => {
    const key = `letter-${++letters}`;
    const { id } = await b.call(
      register.takeIn,
      {
        ...{ institutionId: labour, key, source: 'exchange', kind: 'incoming', label: 0, files: [] },
        subject: `On the matter ${key} of ${key}`,
        correspondents: [{ organisationId: interior, name: 'Ministry of the Interior' }],
        ...more,
      },
      demo,
    );
    return id;
  };
  const registered = async (more: object = {}) => {
    const id = await letter(more);
    const { number } = await b.call(register.registerDocument, { id, noDouble: true }, people.clerk);
    return { id, number };
  };
  const draft = async (more: object = {}, as = people.executor) =>
    (
      await b.call(
        register.createDocument,
        { institutionId: labour, kind: 'outgoing', subject: 'Answer on the quota of workers', ...more },
        as,
      )
    ).id;
  type Who = typeof people.clerk;
  const fetched = async (path: string, who: Who) => {
    b.resolveWith(async () => who);
    const answer = await fetch(b.platform.url + path, { headers: { authorization: 'Bearer of-whoever-asks' } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, bytes, text: new TextDecoder().decode(bytes) };
  };
  return { b, ...people, letter, registered, draft, fetched };
}

/** What stands on the pages of a PDF. */
export async function textOfPdf(bytes: Uint8Array): Promise<string[]> {
  const library = await PDFiumLibrary.init();
  const pdf = await library.loadDocument(bytes);
  const pages = [...pdf.pages()].map((page) => page.getText());
  library.destroy();
  return pages;
}
