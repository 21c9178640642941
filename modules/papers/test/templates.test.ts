// SPDX-License-Identifier: Apache-2.0
/** Templates, put into force by two, and drafts from them: on the blank, or from a DOCX that neither runs nor reaches outside. */
import { paperTemplates } from '@stoa/country-xm';
import * as register from '@stoa/documents/contract';
import { enterDemoOrganisations } from '@stoa/organisations/contract';
import { strToU8, unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { currentOf, type TemplateRow } from '../src/templates/current.ts';
import { fieldsOf, paragraphsOf } from '../src/templates/text.ts';
import { docx } from './docx.ts';
import { chancery, interior, labour, textOfPdf } from './world.ts';

const { b, clerk, leader, executor, elsewhere, nobody, registered, fetched } = await chancery();
const code = (name: string) => ({ code: name });
const today = '2026-11-21';
const propose = (more: object = {}, who = clerk) =>
  b.call(
    contract.proposeTemplate,
    {
      ...{ institutionId: labour, code: 'letter', kind: 'outgoing', language: 'en', title: 'Our letter' },
      ...{ inForceFrom: b.module.country.calendar.localDate(b.clock.now()), body: '# {subject}\n\n{text}' },
      ...more,
    },
    who,
  );
const decide = (id: string, who = leader, approved = true) =>
  b.call(contract.decideTemplate, { institutionId: labour, id, approved }, who);
const list = async (who = clerk) => (await b.call(contract.listTemplates, { institutionId: labour }, who)).items;
const current = async (of: string, language = 'en') =>
  (await list()).find((one) => one.code === of && one.language === language && one.current);
const start = (id: string, values: Record<string, string>, more: object = {}, who = executor) =>
  b.call(
    contract.startDraft,
    {
      institutionId: labour,
      id,
      subject: 'Answer on wages',
      correspondents: [{ organisationId: interior, name: 'Ministry of the Interior' }],
      values,
      ...more,
    },
    who,
  );
const mainFile = async (id: string, who = executor) => {
  const { files } = await b.call(register.getDocument, { id }, who);
  const [file] = files;
  return { file, ...(await fetched(register.filePath(id, file?.id ?? ''), who)) };
};
const asDocx = (content: string) => propose({ body: undefined, content, code: 'docx-letter' });

const demo = { kind: 'service', id: 'demo' } as const;
const standard = { items: [...paperTemplates], inForceFrom: '2020-01-01' };

beforeAll(async () => {
  const facts = (name: string) => ({
    kind: 'central' as const,
    name: { en: name, ru: `${name} (ru)` },
    address: { en: '1 Government Square, Aksu' },
    from: '2010-01-01',
  });
  const items = [
    { id: labour, facts: facts('Ministry of Labour') },
    { id: interior, facts: facts('Ministry of the Interior') },
  ];
  await b.call(enterDemoOrganisations, { items }, demo).catch(() => undefined);
  await b.call(contract.enterStandardTemplates, standard, demo);
});

test('every institution has the standard set, six papers in three languages', async () => {
  expect(await b.call(contract.enterStandardTemplates, standard, demo)).toEqual({ entered: 0 });
  await expect(b.call(contract.enterStandardTemplates, standard, leader)).rejects.toMatchObject({ kind: 'forbidden' });
  const found = await list();
  expect(new Set(found.map((one) => one.code)).size).toBe(6);
  expect(found).toHaveLength(18);
  expect(found.every((one) => one.current && !one.institutionId)).toBe(true);
  await expect(list(elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(list(nobody)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('an own template goes before the standard one, once a second person has put it into force', async () => {
  const { id, version } = await propose();
  expect(version).toBe(1);
  expect((await current('letter'))?.institutionId).toBeUndefined();
  await expect(start(id, {})).rejects.toMatchObject(code('papers.template-not-in-force'));
  await expect(decide(id, clerk)).rejects.toMatchObject(code('papers.second-person-needed'));
  await expect(decide(id, executor)).rejects.toMatchObject({ kind: 'forbidden' });
  await decide(id);
  await expect(decide(id)).rejects.toMatchObject(code('papers.template-decided'));
  expect((await current('letter'))?.id).toBe(id);
  const later = await propose({ inForceFrom: '2999-01-01' });
  expect(later.version).toBe(2);
  await decide(later.id);
  expect((await current('letter'))?.id).toBe(id);
  const declined = await propose();
  await decide(declined.id, leader, false);
  expect((await current('letter'))?.id).toBe(id);
  const [standard] = (await list()).filter((one) => !one.institutionId);
  await expect(decide(standard?.id ?? '')).rejects.toMatchObject(code('papers.template-unknown'));
});

test('which version is current is a table of days', () => {
  const row = (id: string, more: object): TemplateRow =>
    ({
      id,
      institutionId: null,
      code: 'letter',
      language: 'en',
      version: 1,
      state: 'in-force',
      inForceFrom: '2026-01-01',
      ...more,
    }) as TemplateRow;
  const chosen = (...rows: TemplateRow[]) => [...currentOf(rows, today)];
  expect(chosen(row('a', {}), row('b', { version: 2 }))).toEqual(['b']);
  expect(chosen(row('a', {}), row('b', { inForceFrom: '2026-12-01' }))).toEqual(['a']);
  expect(chosen(row('a', { version: 9 }), row('own', { institutionId: labour }))).toEqual(['own']);
  expect(chosen(row('a', {}), row('own', { institutionId: labour, state: 'proposed' }))).toEqual(['a']);
});

test('a draft from a text is typeset on the blank, with its fields, as the main file', async () => {
  const { id } = (await current('answer')) ?? { id: '' };
  const { id: replyTo } = await registered({ theirNumber: '7-1', theirDate: '2026-05-05' });
  const prefilled = await b.call(contract.prefillDraft, { institutionId: labour, id, replyTo }, clerk);
  expect(prefilled.values).toMatchObject({
    'reply-number': '7-1',
    'reply-date': '5 May 2026',
    executor: 'Clara Clerk',
    text: '',
  });
  expect(prefilled.to).toBe(interior);
  const values = { ...prefilled.values, text: 'The wages are paid.\n\nAll of them.', signer: 'Leila Leader' };
  const { documentId } = await start(id, values, { replyTo }, clerk);
  const { file, bytes } = await mainFile(documentId, clerk);
  expect(file).toMatchObject({ name: 'Answer.pdf', role: 'main', mimeType: 'application/pdf' });
  const text = (await textOfPdf(bytes)).join('\n');
  for (const said of [
    'Ministry of Labour',
    'Answer on wages',
    'To your letter No. 7-1',
    'All of them.',
    'Leila Leader',
  ])
    expect(text).toContain(said);
  await expect(start(id, { nonsense: 'x' })).rejects.toMatchObject(code('papers.field-unknown'));
  await expect(start('01919191-0000-7000-8000-0000000000d1', {})).rejects.toMatchObject(
    code('papers.template-unknown'),
  );
});

test('a draft from a DOCX is the DOCX with its fields filled in, and no field is run', async () => {
  const { id } = await asDocx(docx('To {addressee}: {text}'));
  await decide(id);
  expect((await current('docx-letter'))?.fields).toEqual(['addressee', 'text']);
  const { documentId } = await start(id, { addressee: 'You <&> me', text: '{addressee}' });
  const { file, bytes } = await mainFile(documentId);
  expect(file?.name).toBe('Our letter.docx');
  const xml = Buffer.from(unzipSync(bytes)['word/document.xml'] ?? []).toString();
  expect(xml).toContain('You &lt;&amp;&gt; me');
  expect(xml).toContain('{addressee}');
});

test('hostile and broken templates are refused in a sentence', async () => {
  const rels = strToU8(
    '<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://evil/t.dotm" TargetMode="External"/></Relationships>',
  );
  const refused = [
    Buffer.from('no zip at all').toString('base64'),
    docx('x', { 'word/vbaProject.bin': strToU8('x') }),
    docx('x', { 'word/_rels/settings.xml.rels': rels }),
    docx('x', { 'word/media/big.bin': new Uint8Array(40 * 1024 * 1024) }),
    docx('{#loop}x{/loop}'),
    docx('{unclosed'),
  ];
  for (const content of refused) await expect(asDocx(content)).rejects.toMatchObject(code('papers.template-refused'));
  await expect(asDocx(docx('{Not a field}'))).rejects.toMatchObject(code('papers.template-field-unclear'));
  await expect(propose({ body: 'An {open field' })).rejects.toMatchObject(code('papers.template-field-unclear'));
  await expect(propose({ body: undefined })).rejects.toMatchObject(code('papers.template-refused'));
  await expect(propose({ kind: 'unheard' })).rejects.toMatchObject(code('papers.kind-unknown'));
  await expect(propose({ inForceFrom: '2020-01-01' })).rejects.toMatchObject(code('papers.template-backdated'));
  await expect(propose({}, executor)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('paragraphs keep their style, and a line of empty fields is left out', () => {
  expect(fieldsOf('{a} {b} {a}')).toEqual(['a', 'b']);
  expect(fieldsOf('{A}')).toBeUndefined();
  expect(
    paragraphsOf('> {post}\n> {who}\n\n# T {x}\n\n{none}\n\n= {p} | {s}', { who: 'Ann', x: '1', p: 'Head', s: 'Bob' }),
  ).toEqual([
    { style: 'end', lines: ['Ann'] },
    { style: 'title', lines: ['T 1'] },
    { style: 'signature', lines: ['Head | Bob'] },
  ]);
});
