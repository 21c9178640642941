// SPDX-License-Identifier: Apache-2.0
/** What people of the demo country's offices do, while its years are still being entered. */
import { thorough } from '../thorough.ts';
import { writeToMinistry } from './correspondence.ts';
import { workInChancery } from './documents.ts';
import type { Look } from './family.ts';
import { writeBetweenMinistries } from './ministries.ts';
import { makePapers } from './papers.ts';
import { practise, showReadiness } from './practice.ts';
import type { Narrator } from './step.ts';

export async function walkOffices(base: string, told: { narrator: Narrator; look: Look }): Promise<void> {
  await workInChancery(base, told);
  await writeToMinistry(base, told);
  await writeBetweenMinistries(base, 'en', told);
  if (thorough)
    for (const language of ['ru', 'ar']) await writeBetweenMinistries(base, language, { narrator: told.narrator });
  await practise(base, told);
  await showReadiness(base, told);
  await makePapers(base, told);
}
