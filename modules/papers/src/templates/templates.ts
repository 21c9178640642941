// SPDX-License-Identifier: Apache-2.0
/** Templates: proposed, put into force by a second person; an institution's own goes before the standard one of its code. */
import { getRules } from '@stoa/documents/contract';
import { authorise, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { chanceryOf, nameOf, personOf } from '../access/chancery.ts';
import type * as contract from '../contract.ts';
import { mostFields } from '../contract.ts';
import type { DocxFault, Filled } from '../thread/docx.ts';
import { inThread } from '../thread/thread.ts';
import { currentOf } from './current.ts';
import * as store from './store.ts';
import { fieldsFit, fieldsOf } from './text.ts';

const todayOf = (tx: Tx) => tx.module.country.calendar.localDate(tx.now);

export async function templatesFor(tx: Tx, institutionId: string): Promise<contract.Template[]> {
  authorise(tx, chanceryOf(institutionId));
  const rows = await store.templatesOf(tx, institutionId);
  const current = currentOf(rows, todayOf(tx));
  return rows.map(({ institutionId: of, proposedAt, proposedById: _, decidedBy, ...row }) => ({
    ...row,
    ...(of ? { institutionId: of } : {}),
    ...(decidedBy ? { decidedBy } : {}),
    proposedAt: proposedAt.toISOString(),
    current: current.has(row.id),
  }));
}

export const listTemplates = async (tx: Tx, { institutionId }: InputOf<typeof contract.listTemplates>) => ({
  items: await templatesFor(tx, institutionId),
});

export const unknownTemplate = (): never =>
  refuse('missing', 'papers.template-unknown', 'There is no such template. Choose one of the list.');

/** Refuses: papers.template-unknown. */
export async function getTemplate(
  tx: Tx,
  { institutionId, id }: InputOf<typeof contract.getTemplate>,
): Promise<OutputOf<typeof contract.getTemplate>> {
  const found = (await templatesFor(tx, institutionId)).find((one) => one.id === id) ?? unknownTemplate();
  const body = (await store.contentOf(tx, id))?.body;
  return { ...found, ...(body ? { body } : {}) };
}

const faults: Readonly<Record<DocxFault, string>> = {
  'not-docx': 'The file is no DOCX. Save the template as DOCX and try again.',
  bomb: 'The file would unpack to far more than a template. Save it anew.',
  macros: 'The file contains macros or other files. Save it without them.',
  'reaches-outside': 'The file fetches something from outside. Put it into the file, or leave it out.',
  unclear: 'A field of the file is not closed, or is no plain field. Write fields as {name}.',
};

/** Refuses: papers.template-refused. */
export async function withDocx(
  bytes: Uint8Array,
  values?: Record<string, string>,
): Promise<Extract<Filled, { fields: string[] }>> {
  const { done } = await inThread('docx', { bytes, ...(values ? { values } : {}) }, { ms: 8000, memoryMb: 192 });
  if (!done) return refuse('invalid', 'papers.template-refused', faults.bomb);
  return 'fault' in done ? refuse('invalid', 'papers.template-refused', faults[done.fault]) : done;
}

/** Refuses: papers.template-field-unclear. */
function checkedFields(fields: string[] | undefined): string[] {
  if (!fields || fields.length > mostFields || !fieldsFit(fields))
    return refuse(
      'invalid',
      'papers.template-field-unclear',
      'A field is a name in braces, of small Latin letters, digits and hyphens: {addressee}. Mend the others.',
    );
  return fields;
}

/** Refuses: papers.kind-unknown, papers.template-backdated, papers.template-refused. */
export async function proposeTemplate(
  module: ModuleRuntime,
  { institutionId, body, content, ...asked }: InputOf<typeof contract.proposeTemplate>,
  principal: Principal,
): Promise<OutputOf<typeof contract.proposeTemplate>> {
  await module.tx(principal, async (tx) => authorise(tx, chanceryOf(institutionId)));
  const { rules } = await module.call(getRules, { institutionId }, { principal });
  if (!rules.kinds.some(({ code }) => code === asked.kind))
    refuse('invalid', 'papers.kind-unknown', 'The instruction has no such kind of document. Choose one of its list.');
  if ((body === undefined) === (content === undefined))
    refuse('invalid', 'papers.template-refused', 'A template is a text or a DOCX file: give one of them.');
  const bytes = content === undefined ? null : Buffer.from(content, 'base64');
  const fields = checkedFields(bytes ? (await withDocx(bytes)).fields : fieldsOf(body ?? ''));
  return module.tx(principal, async (tx) => {
    if (asked.inForceFrom < todayOf(tx))
      refuse(
        'invalid',
        'papers.template-backdated',
        'A template is in force from today on at the earliest. Name a later day.',
      );
    return store.insertTemplate(tx, {
      ...{ ...asked, institutionId, fields, state: 'proposed', body: body ?? null, content: bytes },
      ...{ form: bytes ? 'docx' : 'text', by: { name: nameOf(tx), id: personOf(tx)?.id ?? null } },
    });
  });
}

/** Refuses: papers.template-unknown, papers.template-decided, papers.second-person-needed. */
export async function decideTemplate(
  tx: Tx,
  { institutionId, id, approved }: InputOf<typeof contract.decideTemplate>,
): Promise<{ id: string }> {
  authorise(tx, chanceryOf(institutionId));
  const rows = await store.templatesOf(tx, institutionId);
  const found = rows.find((one) => one.id === id && one.institutionId) ?? unknownTemplate();
  if (found.state !== 'proposed') decidedAlready();
  if (found.proposedById === personOf(tx)?.id)
    refuse(
      'forbidden',
      'papers.second-person-needed',
      'Whoever proposed a template does not put it into force. Ask a colleague.',
    );
  if (!(await store.decide(tx, id, approved ? 'in-force' : 'declined', nameOf(tx)))) decidedAlready();
  return { id };
}
const decidedAlready = (): never =>
  refuse('conflict', 'papers.template-decided', 'This version was decided already. Propose another one.');

export async function enterStandardTemplates(
  tx: Tx,
  { items, inForceFrom }: InputOf<typeof contract.enterStandardTemplates>,
): Promise<{ entered: number }> {
  const there = (await store.templatesOf(tx, '')).filter(({ institutionId }) => institutionId === null);
  const missing = items.filter(
    (one) => !there.some(({ code, language }) => code === one.code && language === one.language),
  );
  for (const one of missing)
    await store.insertTemplate(tx, {
      ...{ ...one, institutionId: null, form: 'text', state: 'in-force', inForceFrom, content: null },
      ...{ fields: checkedFields(fieldsOf(one.body)), by: { name: '', id: null } },
    });
  return { entered: missing.length };
}
