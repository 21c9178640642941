// SPDX-License-Identifier: Apache-2.0
/** What of the year of the demo country runs out, and a file of applications that was worked through. */
import { answerRules } from '@stoa/catalogue/contract';
import { idOf, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { insertBatch, insertLine } from './batches/store.ts';
import { readTable } from './batches/table.ts';
import type { enterDemoPortfolio as Entered } from './contract.ts';
import { catchUp } from './expiring/feeding.ts';
import { keepHolding } from './expiring/store.ts';
import { newestPackage, self } from './shared.ts';
import { writeCsv } from '@stoa/kernel/text';

type Input = InputOf<typeof Entered>;

/** Refuses: portfolio.demo-off. */
export async function enterDemoPortfolio(
  module: ModuleRuntime,
  { batch, holdings = [] }: Input,
): Promise<{ entered: number }> {
  if (!module.config.demo)
    refuse('conflict', 'portfolio.demo-off', 'A batch of the demo exists only where it is on (STOA_DEMO=1).');
  const held = await catchUp(module, true);
  const copied = await enterHoldings(module, holdings);
  return { entered: held + copied + (batch ? await enterBatch(module, batch) : 0) };
}

/** One of a case; entered again it keeps its day. */
async function enterHoldings(module: ModuleRuntime, holdings: NonNullable<Input['holdings']>): Promise<number> {
  let entered = 0;
  for (const { issuedAt, ...one } of holdings) {
    const { outputs } = await newestPackage(module, one.serviceId);
    const title = outputs[one.code]?.title;
    if (!title) continue;
    const row = {
      ...{ ...one, id: idOf(`demo holding ${one.caseId} ${one.code}`), title, holderKind: 'organisation' as const },
      ...{ about: [], issuedAt: new Date(issuedAt), revokedAt: null },
    };
    if (await module.tx(self, (tx) => keepHolding(tx, row))) entered += 1;
  }
  return entered;
}

/** A line that fits stands as a draft that its people have sent or taken away since; a line that does not says why. */
async function enterBatch(module: ModuleRuntime, batch: NonNullable<Input['batch']>): Promise<number> {
  const { holderId, personId, serviceId, fileName, at, lines } = batch;
  const pkg = await newestPackage(module, serviceId);
  const names = [...new Set(lines.flatMap(({ answers }) => Object.keys(answers)))];
  const rows = lines.map(({ answers, fault }) =>
    names.map((name) => (fault?.field === name ? fault.value : (answers[name] ?? ''))),
  );
  const table = readTable(
    pkg,
    Buffer.from(writeCsv([names, ...rows])),
    answerRules(module.country.formats),
    at.slice(0, 10),
  );
  if ('fault' in table) throw new Error(`the batch of the demo cannot be read: ${table.fault} ${table.at}`);
  const madeAt = new Date(at);
  return module.tx(self, async (tx) => {
    const id = idOf(`demo batch ${holderId} ${fileName}`);
    const isNew = await insertBatch(tx, {
      ...{ id, holderKind: 'organisation', holderId, madeBy: personId, serviceId, version: pkg.version },
      maker: { kind: 'person', id: personId, name: '', duties: [], assurance: 1 },
      ...{ title: pkg.facts.title, language: 'en', fileName, state: 'done', send: false, madeAt, settledAt: madeAt },
    });
    if (!isNew) return 0;
    for (const { number, answers, faults } of table.lines)
      await insertLine(tx, {
        ...{ batchId: id, number, answers, faults, state: faults.length > 0 ? 'wrong' : 'draft', caseId: null },
      });
    return 1;
  });
}
