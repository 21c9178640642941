// SPDX-License-Identifier: Apache-2.0
/** Fields of a dossier, and the kind of element each of them names. */
export const touched = {
  functions: 'function',
  goals: 'goal',
  entities: 'entity',
  masters: 'entity',
  technologies: 'technology',
  solutions: 'solution',
  services: 'ict-service',
  replaces: 'object',
} as const;
export type Touched = keyof typeof touched;
export const touchedFields = Object.keys(touched) as Touched[];

const words = ['class', 'dbms', 'platform', 'method'] as const;
const numbers = ['users', 'mbits', 'gigabytes'] as const;
const amounts = ['costMake', 'costYear'] as const;
const flags = ['gateway', 'securityTest'] as const;
export const plannedFields = { words, numbers, amounts, flags } as const;
