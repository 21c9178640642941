// SPDX-License-Identifier: Apache-2.0
/** Makes what a case issues; typesetting and signature are those of `signing`. */
import { hash } from 'node:crypto';
import { type ServicePackage, valueOf } from '@stoa/catalogue/contract';
import { emit, type ModuleRuntime, newId, type Tx } from '@stoa/kernel';
import type { PlanNode } from '@stoa/process';
import { issuePdf } from '@stoa/signing/contract';
import { type SentCase, factsOf, note, tell } from '../case/index.ts';
import { outputIssued } from '../contract.ts';
import { type Context, contextOf } from '../rules/index.ts';
import * as store from './store.ts';

type Template = ServicePackage['outputs'][string];

export interface Issue {
  readonly file: SentCase;
  readonly pkg: ServicePackage;
  readonly node: PlanNode;
  readonly tokenId: string;
}

/** Runs its writing once, while the process still waits at this step. */
export type Finish<I extends Issue> = (
  module: ModuleRuntime,
  issue: I,
  write: (tx: Tx, file: SentCase) => Promise<void>,
) => Promise<boolean>;

export async function issueOutput<I extends Issue>(module: ModuleRuntime, issue: I, finish: Finish<I>): Promise<void> {
  const { file, pkg, node } = issue;
  const code = node.settings.output ?? '';
  const template = pkg.outputs[code];
  if (!template) throw new Error(`the package has no output ${code}`);
  const base = await module.tx({ kind: 'system' }, (tx) => contextOf(tx, file, pkg));
  const validUntil = template.validUntil ? String(valueOf(template.validUntil, base)) : null;
  const context = { ...base, output: { validUntil } };
  const { verificationCode, signed, accessible } = await paper(module, issue, template, context);
  const facts = template.verification.map(({ label, value }) => ({ label, value: String(valueOf(value, context)) }));
  const id = newId();
  await finish(module, issue, async (tx, current) => {
    await store.insertOutput(tx, {
      ...{ id, caseId: file.id, node: node.id, code, title: template.title, number: file.number, verificationCode },
      ...{ validUntil, sha256: hash('sha256', signed, 'hex'), pdf: signed, accessible, facts },
    });
    await note(tx, file.id, 'output-issued', { outputId: id, code }, { node: node.id });
    const issued = {
      ...{ ...factsOf(current), outputId: id, code, issuedAt: tx.now.toISOString() },
      ...(validUntil ? { validUntil } : {}),
    };
    await emit(tx, outputIssued, issued, { subject: file.id });
    if (node.settings.tells) await tell(tx, current, node.settings.tells);
  });
}

/** Typeset and signed, with its twin for who reads by other means. */
async function paper(module: ModuleRuntime, { file }: Issue, template: Template, context: Context) {
  const data = {
    ...{ language: file.language, title: template.title, texts: template.texts },
    values: Object.fromEntries(
      Object.entries(template.values).map(([name, expression]) => [name, valueOf(expression, context)]),
    ),
    ...{ office: file.officeName, number: file.number },
    issuedOn: module.country.calendar.localDate(module.clock.now()),
  };
  const about = { reference: `case:${file.id}`, reason: file.title.en, name: file.officeName.en };
  const made = await module.call(issuePdf, { template: template.template, data, ...about });
  return {
    verificationCode: made.verificationCode,
    signed: Buffer.from(made.pdf, 'base64'),
    accessible: made.accessible === undefined ? undefined : Buffer.from(made.accessible, 'base64'),
  };
}
