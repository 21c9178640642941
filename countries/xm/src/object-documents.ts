// SPDX-License-Identifier: Apache-2.0
/** Documents of Meridia's information objects, from a fixed seed: most of what their stage asks for. */
import { architectureRegister } from './architecture/register.ts';
import { architectureSubjects } from './architecture/subjects.ts';
import { namedPeople } from './named-people.ts';
import { Draw } from './random.ts';

export interface ObjectDocument {
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  readonly byName: string;
  readonly at: string;
}
const early = ['concept', 'specification', 'conclusion'] as const;
const late = ['design', 'commissioning', 'security-test', 'passport'] as const;

export function objectDocuments(): ObjectDocument[] {
  const draw = new Draw(20_261_129);
  const objects = new Map(
    architectureRegister().elements.flatMap((one) => (one.kind === 'object' ? [[one.code, one] as const] : [])),
  );
  return [...objects.values()].flatMap(({ code, name, facts }) => {
    const runs = facts.stage === 'industrial' || facts.stage === 'development';
    return [...early, ...(runs ? late : [])].flatMap((kind) =>
      draw.chance(runs ? 0.93 : 0.7)
        ? [
            {
              ...{ code, kind, name: `${code}-${kind}.txt`, byName: namedPeople.architect.nameLatin },
              text: `${code} ${name.en}\n${kind}\n`,
              at: `${draw.date(2021, 2025)}T06:00:00Z`,
            },
          ]
        : [],
    );
  });
}
/** Whom bodies without a post of their own name. */
export const bodyContacts = architectureSubjects.map(({ id }) => ({
  ...{ organisationId: id, name: 'Architecture office', email: `${id.toLowerCase()}@meridia.example` },
}));
