// SPDX-License-Identifier: Apache-2.0
import { Type } from 'typebox';

/** Four-part X-Road subsystem identifier: `XM/GOV/1001/LABOUR`. */
export const SubsystemId = Type.String({
  pattern: "^[A-Za-z0-9'()+,.=?-]+(/[A-Za-z0-9'()+,.=?-]+){3}$",
  maxLength: 200,
});

/**
 * What production calls `XM/…` in the words of a circuit: the instance is followed by the circuit's name (`XM-TEST/…`),
 * so that nothing that leaves one circuit can be taken for something of another.
 */
export function inCircuit(identifier: string, circuit: string): string {
  const [instance = '', ...rest] = identifier.split('/');
  return circuit === 'production' ? identifier : [`${instance}-${circuit.toUpperCase()}`, ...rest].join('/');
}
