// SPDX-License-Identifier: Apache-2.0
import { languages } from '@stoa/kernel/contract';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

const known: readonly string[] = languages;

/** Every text exists in all languages, and every message a case sends has its words. */
export function lintTexts(pkg: ServicePackage): PackageProblem[] {
  const { schema: _, decisions: __, ...spoken } = pkg;
  return [...untranslated(spoken, ''), ...missingMessages(pkg), ...missingArticles(pkg)];
}

function untranslated(value: unknown, path: string): PackageProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const isText = 'en' in value && entries.every(([name, text]) => known.includes(name) && typeof text === 'string');
  if (!isText) return entries.flatMap(([name, part]) => untranslated(part, `${path}/${name}`));
  const missing = known.filter((language) => !entries.some(([name, text]) => name === language && String(text).trim()));
  return missing.length === 0 ? [] : [{ file: 'texts', message: `${path} is not translated: ${missing.join(', ')}` }];
}

const missingArticles = ({ facts, laws }: ServicePackage): PackageProblem[] =>
  facts.legalBasis
    .filter(({ article }) => !laws?.[article])
    .map(({ article }) => ({ file: 'service.yaml', message: `texts.yaml has no words under laws for "${article}"` }));

function missingMessages(pkg: ServicePackage): PackageProblem[] {
  const { nodes } = pkg.process;
  const needed = new Set([
    'submitted',
    ...nodes.flatMap((node) => (node.kind === 'end' && node.settings.outcome ? [node.settings.outcome] : [])),
  ]);
  for (const node of nodes) if (node.settings.tells) needed.add(node.settings.tells);
  if (nodes.some((node) => node.settings.action === 'invoice'))
    for (const name of ['fee-asked', 'fee-paid']) needed.add(name);
  if (nodes.some((node) => node.kind === 'user'))
    for (const name of ['clarification-asked', 'withdrawn']) needed.add(name);
  return [...needed]
    .filter((name) => !pkg.notifications[name])
    .map((name) => ({
      file: 'notifications.yaml',
      message: `there is no message "${name}": write its subject and body, as of the others`,
    }));
}
