// SPDX-License-Identifier: Apache-2.0
/** Messages with the test flag: taken in every circuit but production. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inCircuit } from '../src/contract.ts';
import { startMailbox, typeId } from './direct-mailbox.ts';

test('production takes no test message, so no provider there ever sees one', async () => {
  const { client, provider, b } = await startMailbox({ STOA_CIRCUIT: 'production' });
  const message = { messageId: randomUUID(), type: typeId, content: {} };
  await expect(client.sendRequest({ ...message, testMessage: true })).rejects.toMatchObject({
    status: 403,
    code: 'exchange.test-message-in-production',
  });
  expect(await provider.nextRequest()).toBeUndefined();
  expect(await b.sql('select outcome, code from message')).toContainEqual({
    outcome: 'refused',
    code: 'exchange.test-message-in-production',
  });
  await client.sendRequest(message);
  expect(await provider.nextRequest()).toMatchObject({ messageId: message.messageId });
});

test('other circuits speak of the same subsystems under an instance of their own', () => {
  expect(inCircuit('XM/GOV/1001/LABOUR', 'production')).toBe('XM/GOV/1001/LABOUR');
  expect(inCircuit('XM/GOV/1001/LABOUR', 'test')).toBe('XM-TEST/GOV/1001/LABOUR');
});
