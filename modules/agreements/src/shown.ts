// SPDX-License-Identifier: Apache-2.0
/** An agreement as one of its sides reads it. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import type { Agreement, AgreementSummary, SideName } from './contract.ts';
import * as queries from './queries.ts';
import type { AgreementRow } from './queries.ts';
import { sideIn, type Speaker, turnOf } from './sides.ts';
import { actText, isLasting, openTerms, outcomeText, packageOf, shownTerms } from './terms.ts';

const standingOf = (pkg: ServicePackage, { outcome }: AgreementRow) =>
  outcome ? { outcome, outcomeText: outcomeText(pkg, outcome) } : {};

export async function summaryOf(tx: Tx, row: AgreementRow, as: SideName): Promise<AgreementSummary> {
  const pkg = await packageOf(tx.module, row);
  const { id, serviceId, act, contract, state, proposerName, otherName, until, madeAt, settledAt } = row;
  return {
    ...{ id, serviceId, title: pkg.facts.title, act, actText: actText(pkg, act), contract, state, as, until },
    ...standingOf(pkg, row),
    lasting: isLasting(pkg),
    ...{ proposer: { name: proposerName }, other: { name: otherName } },
    ...{ yourTurn: turnOf(state, row.writtenBy) === as, madeAt: madeAt.toISOString() },
    ...(settledAt ? { settledAt: settledAt.toISOString() } : {}),
  };
}

export async function shown(tx: Tx, row: AgreementRow, as: SideName, speaker: Speaker): Promise<Agreement> {
  const pkg = await packageOf(tx.module, row);
  const versions = await queries.versionsOf(tx, row.id);
  const signatures = await queries.signaturesOf(tx, row.id);
  const newest = versions.at(-1);
  const summary = await summaryOf(tx, row, as);
  const mayAct = sideIn(speaker, row, 'apply') !== undefined;
  const running = row.state === 'open' || row.state === 'accepted';
  const may: Agreement['may'] = [
    ...(mayAct && summary.yourTurn && row.state === 'open' && row.open.length > 0 ? (['counter'] as const) : []),
    ...(mayAct && summary.yourTurn ? (['sign'] as const) : []),
    ...(mayAct && running ? (['leave'] as const) : []),
  ];
  const history = await queries.agreementsAbout(tx, speaker, row.contract);
  return {
    ...summary,
    ...(row.reason ? { reason: row.reason } : {}),
    versions: versions.map(({ number, side, terms, statement, madeAt, sha256 }) => ({
      ...{ number, side, madeAt: madeAt.toISOString(), sha256, terms: shownTerms(pkg, terms) },
      statement,
      signatures: signatures
        .filter((one) => one.number === number)
        .map((one) => ({ side: one.side, name: one.signer_name, at: one.at.toISOString(), assurance: one.assurance })),
    })),
    open: openTerms(pkg, row.open, newest?.terms ?? {}),
    may,
    history: history.map((one) => ({
      ...{ id: one.id, actText: actText(pkg, one.act), state: one.state, madeAt: one.madeAt.toISOString() },
      ...(one.outcome ? { outcomeText: outcomeText(pkg, one.outcome) } : {}),
    })),
    ...(as === 'proposer' ? { caseId: row.caseId } : {}),
  };
}
