// SPDX-License-Identifier: Apache-2.0
/** Asks the bank for statements. Settings: `STOA_TREASURY_BANK_URL`, `STOA_TREASURY_BANK_KEY`. */
import { isRefusal, type ModuleRuntime } from '@stoa/kernel';
import { takeStatement } from './statements.ts';

const system = { kind: 'service', id: 'books' } as const;

/** A statement that the books refuse stands in nobody's way: it is told, and asked for again. */
export async function fetchStatements(module: ModuleRuntime): Promise<void> {
  const { STOA_TREASURY_BANK_URL: url, STOA_TREASURY_BANK_KEY: key } = module.config.env;
  if (!url || !key) return;
  const ask = (path: string, method = 'GET') =>
    fetch(url + path, { method, headers: { authorization: `Bearer ${key}` }, signal: AbortSignal.timeout(20_000) });
  const list = await ask('/v1/statements?state=new').catch(() => undefined);
  if (!list?.ok) {
    module.log.warn({ status: list?.status }, 'the bank of the treasury refused or does not answer');
    return;
  }
  const { items } = (await list.json()) as { items: { id: string }[] };
  for (const { id } of items) {
    const path = `/v1/statements/${encodeURIComponent(id)}`;
    const answer = await ask(path);
    if (!answer.ok) return;
    const xml = await answer.text();
    try {
      await module.tx(system, (tx) => takeStatement(tx, { xml }));
      await ask(`${path}/taken`, 'POST');
    } catch (error) {
      if (!isRefusal(error)) throw error;
      module.alarm('books.statement-refused', { statement: id, code: error.code });
    }
  }
}
