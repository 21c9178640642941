// SPDX-License-Identifier: Apache-2.0
/** A deliberate violation of the rule about what coverage names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, textsBelow } from '../src/inventory.ts';
import { missingEvidence } from '../src/rules/coverage.ts';

const exists = (path: string) => existsSync(join(root, path));

it('coverage fails the rule where it names a file that is not there, of each kind', () => {
  const text = [
    '| Asked | "a test" (`checks/test/coverage.test.ts`), page `/services`, operation `search.find` | shown |',
    '| Asked | "a test" (`checks/test/gone.test.ts`), `apps/portal/src/Gone.vue` | shown |',
    '| Asked | `docs/gone.md`, `services/gone/service.yaml`, again `docs/gone.md` | in part: what lacks |',
  ].join('\n');
  expect(missingEvidence([{ path: 'docs/coverage/one.md', text }], exists)).toEqual([
    'docs/coverage/one.md names checks/test/gone.test.ts',
    'docs/coverage/one.md names apps/portal/src/Gone.vue',
    'docs/coverage/one.md names docs/gone.md',
    'docs/coverage/one.md names services/gone/service.yaml',
  ]);
});

it('coverage is there, and names files', () => {
  const documents = textsBelow(join(root, 'docs/coverage'), ['.md']);
  expect(documents.length).toBeGreaterThan(5);
  expect(missingEvidence(documents, () => false).length).toBeGreaterThan(50);
});
