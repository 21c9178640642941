// SPDX-License-Identifier: Apache-2.0
import { handle, handleOutsideTx, principalOf, rawRoute, refuse, type Tx } from '@stoa/kernel';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { getChart } from './accounts/chart.ts';
import { checkClosing, listClosings } from './closings/closings.ts';
import * as contract from './contract.ts';
import { reconcileAccount } from './days/comparing.ts';
import * as differences from './days/differences.ts';
import { enterDemoBooks } from './demo.ts';
import { listFile, type Made } from './files/lists.ts';
import { treasuryFile } from './files/treasury.ts';
import { post } from './ledger/entries.ts';
import * as reading from './ledger/reading.ts';
import * as proposals from './proposals/proposals.ts';
import * as statements from './statements/statements.ts';

/** A file that whoever reads the books may have, by what the address says. */
const file = <Asked extends TSchema>(
  path: string,
  summary: string,
  schema: Asked,
  make: (tx: Tx, asked: Static<Asked>) => Promise<Made>,
) =>
  rawRoute({
    ...{ method: 'GET', path, summary, permission: 'books:read', audit: 'none' },
    handler: async (module, request, reply) => {
      const asked: unknown = { ...(request.query as object), ...(request.params as object) };
      if (!Value.Check(schema, asked))
        return refuse(
          'invalid',
          'kernel.input-invalid',
          'There is no such file. Open the page and take it from there.',
        );
      const { name, type, content } = await module.tx(principalOf(request), (tx) => make(tx, asked));
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  });

export const routes = [
  handle(contract.post, post),
  handle(contract.listEntries, reading.listEntries),
  handle(contract.getEntry, reading.getEntry),
  handle(contract.getTrialBalance, reading.trialBalance),
  handle(contract.getAccount, reading.getAccount),
  handle(contract.getRevenue, reading.getRevenue),
  handle(contract.getChart, getChart),
  handle(contract.takeStatement, statements.takeStatement),
  handle(contract.listStatements, statements.listStatements),
  handle(contract.getStatement, statements.getStatement),
  handle(contract.listDifferences, differences.listDifferences),
  handle(contract.getDifference, differences.getDifference),
  handle(contract.resolveDifference, differences.resolveDifference),
  handle(contract.listDays, differences.listDays),
  handle(contract.reconcileAccount, reconcileAccount),
  handle(contract.listClosings, listClosings),
  handle(contract.checkClosing, checkClosing),
  handle(contract.propose, proposals.propose),
  handle(contract.decide, proposals.decide),
  handle(contract.listProposals, proposals.listProposals),
  handleOutsideTx(contract.enterDemoBooks, enterDemoBooks),
  file('/api/books/files/:list', 'A list of the books as CSV or XLSX', contract.ListAsked, listFile),
  file(
    '/api/books/treasury/:month/:as',
    'General ledger entries of a month for the treasury (SAF-T 2.0)',
    contract.TreasuryAsked,
    treasuryFile,
  ),
];
