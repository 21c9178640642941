// SPDX-License-Identifier: Apache-2.0
import { type InputOf } from '@stoa/kernel/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { DecisionResult, evaluateDecision, RuleText } from './contract.ts';
import { DecisionError, type DecisionRule, type Evaluation, evaluateTable } from './decision-table.ts';
import { FeelError } from './feel.ts';
import type { ServicePackage } from './package-model.ts';
import { decisionTable, getPackage } from './packages.ts';

/**
 * Evaluates a decision of a pinned version; the result names the rules that matched with their article of law.
 * Refuses: catalogue.version-unknown, -decision-unknown, -decision-input-missing, -decision-undecided, -decision-ambiguous.
 */
export async function decide(tx: Tx, input: InputOf<typeof evaluateDecision>): Promise<DecisionResult> {
  const pkg = await getPackage(tx, input);
  const table = await decisionTable(pkg, input.decision);
  if (!table)
    return refuse('missing', 'catalogue.decision-unknown', `The service has no decision "${input.decision}".`);
  const { inputs, matched, outputs } = evaluated(() => evaluateTable(table, input.context));
  return {
    decision: input.decision,
    version: pkg.version,
    inputs: [...inputs],
    outputs: [...outputs],
    matched: matched.map((match) => ({ ...ruleText(pkg, match.rule), outputs: match.outputs })),
  };
}

function evaluated(run: () => Evaluation): Evaluation {
  try {
    return run();
  } catch (error) {
    if (error instanceof FeelError)
      refuse(
        'invalid',
        'catalogue.decision-input-missing',
        `An input of the decision is missing or wrong: ${error.message}`,
      );
    if (error instanceof DecisionError) refuse('conflict', `catalogue.decision-${error.reason}`, error.message);
    throw error;
  }
}

/** A rule in all languages, with its article of law. */
export function ruleText(pkg: ServicePackage, rule: DecisionRule): RuleText {
  const { law } = rule.annotations;
  const lawText = law ? pkg.laws?.[law] : undefined;
  return {
    id: rule.id,
    text: pkg.ruleTexts[rule.id] ?? { en: rule.annotations.reason ?? rule.id },
    ...(law ? { law } : {}),
    ...(lawText ? { lawText } : {}),
  };
}
