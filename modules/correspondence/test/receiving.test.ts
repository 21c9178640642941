// SPDX-License-Identifier: Apache-2.0
/** What a chancery takes from another one, and why it does not: messages that a hostile or broken sender made. */
import { randomUUID } from 'node:crypto';
import * as docs from '@stoa/documents/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, pdf } from './people.ts';
import { envelope, type File, forged, letter, messages } from './messages.ts';
import { ministries } from './world.ts';

const world = await ministries();
const { b, clerk2, arrived } = world;
const { container, deliver, answerTo } = messages(world);
const documentsOf = async (number: string) =>
  (await b.call(docs.listDocuments, { institutionId: interior, search: number }, clerk2)).items;

const program: File = { name: 'letter.exe', content: Buffer.from('MZ not a document') };

test.each<[contract.RefusalReason, () => Promise<{ envelope: object; bytes?: Uint8Array }>]>([
  ['wrong-addressee', async () => ({ envelope: envelope({ addressee: { institutionId: labour, name: 'X' } }) })],
  ['sender-unknown', async () => ({ envelope: envelope({ sender: { institutionId: interior, name: 'X' } }) })],
  ['damaged', async () => ({ envelope: envelope() })],
  ['damaged', async () => ({ envelope: envelope(), bytes: Buffer.from('no container at all') })],
  ['tampered', async () => ({ envelope: envelope(), bytes: await container([forged]) })],
  ['tampered', async () => ({ envelope: envelope({}, [letter, program]), bytes: await container() })],
  [
    'signature-bad',
    async () => ({ envelope: envelope({}, [forged]), bytes: await container([letter], labour, [forged]) }),
  ],
  ['signature-missing', async () => ({ envelope: envelope(), bytes: await container([letter], interior) })],
  ['kind-unknown', async () => ({ envelope: envelope({ kind: 'decree' }), bytes: await container() })],
  ['file-refused', async () => ({ envelope: envelope({}, [program]), bytes: await container([program]) })],
  [
    'too-large',
    async () => {
      const large = { name: 'letter.pdf', content: Buffer.concat([pdf, Buffer.alloc(contract.largestContainer, 7)]) };
      return { envelope: envelope({}, [large]), bytes: await container([large]) };
    },
  ],
])('%s is refused with a reason, and nothing of it is taken in', async (code, make) => {
  const { envelope: given, bytes } = await make();
  const answer = await answerTo(await deliver({ envelope: given }, bytes));
  expect(answer).toMatchObject({ refused: { code } });
  expect(await documentsOf((given as contract.Envelope).number)).toEqual([]);
});

test('the same envelope in several messages is one document', async () => {
  const given = envelope();
  const bytes = await container();
  const first = await answerTo(await deliver({ envelope: given }, bytes));
  expect(first).toEqual({ taken: true });
  expect(await answerTo(await deliver({ envelope: given }, bytes))).toEqual({ taken: true });
  // Neither does a damaged one undo what was taken.
  expect(await answerTo(await deliver({ envelope: given }, await container([forged])))).toEqual({ taken: true });
  expect(await documentsOf(given.number)).toHaveLength(1);
});

test('a message that was read but not acknowledged comes again and is answered the same', async () => {
  const given = envelope();
  const id = await deliver({ envelope: given }, await container());
  await answerTo(id);
  await b.sql(
    `update exchange.mailbox_request set state = 'requestIsProcessed', leased_until = sent_at - interval '1 day' where message_id = $1`,
    [id],
  );
  expect(await answerTo(id)).toEqual({ taken: true });
  expect(await documentsOf(given.number)).toHaveLength(1);
});

test('a recall that comes before its envelope keeps it out, and one of another sender does nothing', async () => {
  const given = envelope();
  await answerTo(await deliver({ recall: { envelopeId: given.id, reason: 'sent too early' } }));
  expect(await answerTo(await deliver({ envelope: given }, await container()))).toEqual({ taken: true });
  expect(await documentsOf(given.number)).toEqual([]);
  expect((await arrived()).map(({ id }) => id)).not.toContain(given.id);
});

test('what does not fit the information type does not leave the sender', async () => {
  await expect(deliver({ envelope: envelope({ label: 2 }) })).rejects.toMatchObject({
    code: 'exchange.content-invalid',
  });
  await expect(deliver({ envelope: { ...envelope(), files: [] } })).rejects.toMatchObject({
    code: 'exchange.content-invalid',
  });
  await expect(deliver({ greeting: 'hello' })).rejects.toMatchObject({ code: 'exchange.content-invalid' });
});

test('receipts for copies that nobody sent do nothing', async () => {
  const receipt = { envelopeId: randomUUID(), state: 'registered', at: new Date().toISOString(), number: '1' };
  expect(await answerTo(await deliver({ receipt }))).toEqual({ taken: true });
  expect(await b.sql('select id from correspondence.copy where id = $1', [receipt.envelopeId])).toEqual([]);
});
