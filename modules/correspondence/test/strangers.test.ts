// SPDX-License-Identifier: Apache-2.0
/** What somebody tries with letters, powers and signatures that are not theirs, and what two clerks do at once. */
import documents from '@stoa/documents';
import * as docs from '@stoa/documents/contract';
import identity from '@stoa/identity';
import { openContainer } from '@stoa/kernel/asic';
import { bench } from '@stoa/kernel/testing';
import { notify } from '@stoa/notifications/contract';
import organisations from '@stoa/organisations';
import signing from '@stoa/signing';
import { sealFiles } from '@stoa/signing/contract';
import { expect, test } from 'vitest';
import { pack } from '../src/container.ts';
import * as contract from '../src/contract.ts';
import correspondence from '../src/index.ts';
import { interior, labour, pdf, work } from './people.ts';

const b = await bench(correspondence, documents, signing, organisations, identity);
b.stub(notify, async () => ({ id: '00000000-0000-7000-8000-000000000000' }));
const citizen = b.person({ name: 'Aigerim Citizen', snils: '11223344595' });
const clerk = b.person({ name: 'Clara Clerk', duties: [{ code: 'documents.clerk', organisationId: labour }] });
const letter = { institutionId: labour, subject: 'On my pension', text: 'When is it paid?', language: 'en' };
const self = { kind: 'service', id: 'correspondence' } as const;

test('two clerks who pass a letter on to different authorities at once pass it on to one', async () => {
  const education = 'XM-EDUCATION-MINISTRY';
  for (let time = 0; time < 3; time++) {
    const { id } = await b.call(contract.writeLetter, letter, citizen);
    const [row] = await b.sql<{ documentId: string }>(
      'select document_id as "documentId" from correspondence.letter where id = $1',
      [id],
    );
    const passOn = (institutionId: string) =>
      b
        .call(
          contract.passLetterOn,
          { documentId: row?.documentId ?? '', institutionId, reason: 'It concerns them' },
          clerk,
        )
        .catch((error: { code: string }) => {
          const known = ['correspondence.passing-already', 'correspondence.letter-unknown'];
          expect(known).toContain(error.code);
        });
    await Promise.all(Array.from({ length: 8 }, (_, at) => passOn(at % 2 ? interior : education)));
    const taken = await b.sql('select 1 from documents.document where source_key like $1', [`letter:${id}:%`]);
    // Where it was, and where it is.
    expect(taken).toHaveLength(2);
  }
});

test('letters of a company are for who may do everything in its name', async () => {
  const acting = (limits?: readonly object[]) =>
    b.person({
      ...{ name: 'Aigerim Citizen', snils: '11223344595' },
      actingFor: {
        ...{ kind: 'organisation', id: '0105234510', name: 'Steppe Build' },
        ...(limits ? { limits } : {}),
      } as never,
    });
  const { id } = await b.call(contract.writeLetter, letter, acting());
  const narrow = acting([{ services: ['work-permit'], acts: ['apply'] }]);
  const tooNarrow = { code: 'correspondence.power-too-narrow' };
  await expect(b.call(contract.listLetters, {}, narrow)).rejects.toMatchObject(tooNarrow);
  await expect(b.call(contract.getLetter, { id }, narrow)).rejects.toMatchObject(tooNarrow);
  await expect(b.call(contract.writeLetter, letter, narrow)).rejects.toMatchObject(tooNarrow);
});

test('what is sent bears no signature that somebody else made under its name', async () => {
  const { id } = await b.call(
    docs.createDocument,
    { institutionId: labour, kind: 'outgoing', subject: 'On quotas', correspondents: [{ name: 'Interior' }] },
    clerk,
  );
  const content = pdf.toString('base64');
  const file = await b.call(docs.addFile, { id, name: 'letter.pdf', content, role: 'main' }, clerk);
  await b.call(docs.moveDocument, { id, to: 'signed', what: 'signed', key: 'signed' }, work);
  const { mimeType, sha256, size, role } = file;
  const stranger = { reference: `document:${id}`, organisationId: interior } as const;
  await b.call(sealFiles, { ...stranger, files: [{ name: 'letter.pdf', mimeType, sha256 }] }, self);
  const envelope: contract.Envelope = {
    ...{
      id,
      sender: { institutionId: labour, name: 'Labour' },
      addressee: { institutionId: interior, name: 'Interior' },
    },
    ...{ number: '1', date: '2026-11-27', kind: 'outgoing', subject: 'On quotas', language: 'en', label: 0 },
    files: [{ name: 'letter.pdf', mimeType, size, sha256, role }],
  };
  const container = openContainer(await pack(b.module, { documentId: id, envelope, at: b.clock.now() }));
  expect(container?.signatures.size).toBe(1);
});
