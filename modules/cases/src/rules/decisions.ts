// SPDX-License-Identifier: Apache-2.0
import { evaluateDecision, type ServicePackage, type RuleText } from '@stoa/catalogue/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import type { Context } from './context.ts';

/** A decision table of the case's own version: its first row of outputs, and the rules behind it. */
export async function decisionOf(
  module: ModuleRuntime,
  pkg: ServicePackage,
  decision: string,
  context: Context,
): Promise<{ outputs: Record<string, unknown>; reasons: RuleText[] }> {
  const result = await module.call(evaluateDecision, { id: pkg.serviceId, version: pkg.version, decision, context });
  return {
    outputs: result.outputs[0] ?? {},
    reasons: result.matched.map(({ outputs: _, ...reason }) => reason),
  };
}
