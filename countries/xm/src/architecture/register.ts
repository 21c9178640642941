// SPDX-License-Identifier: Apache-2.0
/**
 * What Meridia runs on, from a fixed seed. Inputs only: people, salaries, objects, equipment; what follows of them is worked out by
 * the portal, and by tests once more.
 */
import { activityOf, divisionsOf } from './activity.ts';
import { Register } from './book.ts';
import { infrastructureOf } from './infrastructure.ts';
import { ratedServicesOf } from './services.ts';
import { systemsOf } from './systems.ts';

export function architectureRegister(): Pick<Register, 'elements' | 'relations'> {
  const register = new Register();
  divisionsOf(register);
  const areas = activityOf(register);
  const objects = systemsOf(register, areas);
  infrastructureOf(register, objects);
  ratedServicesOf(register);
  return register;
}
