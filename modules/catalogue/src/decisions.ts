// SPDX-License-Identifier: Apache-2.0
import { type InputOf } from '@stoa/kernel/contract';
import { DecisionFault, type TableRule } from '@stoa/decision';
import { refuse, type Tx } from '@stoa/kernel';
import type { DecisionResult, evaluateDecision, RuleText } from './contract.ts';
import { decisionFile, type Evaluation, evaluateFile } from './decision-file.ts';
import type { ServicePackage } from './package-model.ts';
import { getPackage } from './packages.ts';

/**
 * Evaluates a decision of a pinned version; the result names the rules that matched with their article of law.
 * Refuses: catalogue.version-unknown, -decision-unknown, -decision-input-missing, -decision-undecided,
 * -decision-ambiguous, -decision-too-large.
 */
export async function decide(tx: Tx, input: InputOf<typeof evaluateDecision>): Promise<DecisionResult> {
  const pkg = await getPackage(tx, input);
  const file = decisionFile(pkg, input.decision);
  if (!file) return refuse('missing', 'catalogue.decision-unknown', `The service has no decision "${input.decision}".`);
  const { inputs, matched, outputs } = evaluated(() => evaluateFile(file, input.context));
  return {
    decision: input.decision,
    version: pkg.version,
    inputs,
    outputs,
    matched: matched.map(({ rule, of, outputs: row }) => ({ ...ruleText(pkg, rule), of, outputs: row })),
  };
}

function evaluated(run: () => Evaluation): Evaluation {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DecisionFault)) throw error;
    if (error.reason === 'undecided') refuse('conflict', 'catalogue.decision-undecided', error.message);
    if (error.reason === 'ambiguous') refuse('conflict', 'catalogue.decision-ambiguous', error.message);
    if (error.reason === 'budget')
      refuse(
        'invalid',
        'catalogue.decision-too-large',
        `The decision cannot be made with these values: ${error.message}`,
      );
    return refuse(
      'invalid',
      'catalogue.decision-input-missing',
      `An input of the decision is missing or wrong: ${error.message}`,
    );
  }
}

/** A rule in all languages, with its article of law. */
export function ruleText(pkg: ServicePackage, rule: TableRule): RuleText {
  const { law } = rule.annotations;
  const lawText = law ? pkg.laws?.[law] : undefined;
  return {
    id: rule.id,
    text: pkg.ruleTexts[rule.id] ?? { en: rule.annotations.reason ?? rule.id },
    ...(law ? { law } : {}),
    ...(lawText ? { lawText } : {}),
  };
}
