// SPDX-License-Identifier: Apache-2.0
/** What the expressions of a package may see of a case. */
import { type ServicePackage, answerValues, regionIn } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import { labelsOf } from '@stoa/kernel/text';
import { type CaseFile, todayOf } from '../case/index.ts';
import { answersOf } from '../form/index.ts';
import { type Message, messagesOf } from '../messages/index.ts';
import { readingsOf } from '../registers/index.ts';

export type Context = Record<string, unknown>;

export async function contextOf(tx: Tx, file: CaseFile, pkg: ServicePackage): Promise<Context> {
  const answers = answerValues(pkg, await answersOf(tx, file.id));
  const readings = await readingsOf(tx, file.id);
  const messages = await messagesOf(tx, file.id);
  const office = Object.values(pkg.facts.competence.offices).find(
    (candidate) => candidate.organisationId === file.officeId,
  );
  const seen = {
    answers,
    registers: Object.fromEntries(
      readings.flatMap((reading) => (reading.body ? [[reading.register, reading.body]] : [])),
    ),
    checks: checksOf(pkg, messages),
    applicant: { name: file.applicantName, inn: null, ...file.applicantNumbers },
    decision: {
      outcome: file.decision?.outcome ?? null,
      text: file.decision?.text ?? null,
      reasonTexts: file.decision?.reasons.map(({ text, law = null, lawText = null }) => ({ text, law, lawText })) ?? [],
    },
    labels: labelsOf(pkg.fields, answers),
    office: office ?? null,
    service: { id: file.serviceId },
    case: { id: file.id, number: file.number },
    today: todayOf(tx),
  };
  return { ...seen, region: regionIn(pkg.facts, seen) };
}

/** By the name of the request: `{ state, content }`, content empty until it is answered. */
function checksOf(pkg: ServicePackage, messages: readonly Message[]): Context {
  const names = pkg.process.nodes.flatMap((node) => (node.settings.name ? [node.settings.name] : []));
  return Object.fromEntries(
    names.map((name) => {
      const message = messages.findLast((candidate) => candidate.checkName === name);
      return [name, { state: message?.state ?? 'not-asked', content: message?.response ?? {} }];
    }),
  );
}
