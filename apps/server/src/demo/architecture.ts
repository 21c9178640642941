// SPDX-License-Identifier: Apache-2.0
/** The register of Meridia's architecture, in parts that a request can carry. */
import { importElements } from '@stoa/architecture/contract';
import { architectureRegister } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const part = 1500;
const parts = <T>(rows: readonly T[]) =>
  Array.from({ length: Math.ceil(rows.length / part) }, (_, at) => rows.slice(at * part, (at + 1) * part));

export async function enterArchitecture({ call }: Platform): Promise<void> {
  const { elements, relations } = architectureRegister();
  for (const provenance of ['imported', 'declared', 'attested'] as const)
    for (const rows of parts(elements.filter(({ source }) => source === provenance)))
      await call(
        importElements,
        {
          ...{ dryRun: false, provenance, relations: [] },
          elements: rows.map(({ source: _, facts, ...row }) => ({ ...row, facts: { ...facts } })),
        },
        as,
      );
  for (const rows of parts(relations))
    await call(
      importElements,
      {
        ...{ dryRun: false, provenance: 'imported', elements: [] },
        relations: rows.map(({ facts, ...row }) => ({ ...row, ...(facts ? { facts: { ...facts } } : {}) })),
      },
      as,
    );
}
