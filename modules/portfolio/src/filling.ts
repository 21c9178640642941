// SPDX-License-Identifier: Apache-2.0
/** A draft filled from answers that are known, page by page as a person would: registers are asked anew on the way. */
import { getForm, reviewAnswers, savePage } from '@stoa/cases/contract';
import type { Answer } from '@stoa/catalogue/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import type { OutputOf, Principal } from '@stoa/kernel/contract';

type Review = OutputOf<typeof reviewAnswers>;

/** What it lacks then; undefined where it was sent before. Done again it changes nothing. */
export async function fillDraft(
  module: ModuleRuntime,
  principal: Principal,
  id: string,
  given: Readonly<Record<string, Answer>>,
): Promise<Review | undefined> {
  const as = { principal };
  const sent = new Set<string>();
  for (;;) {
    const form = await module.call(getForm, { id }, as);
    if (form.state !== 'draft') return undefined;
    const askedOf = (page: (typeof form.pages)[number]) =>
      page.fields.filter(
        ({ name, locked, type }) => !locked && type !== 'array' && given[name] !== undefined && !sent.has(name),
      );
    const page = form.pages.find((one) => askedOf(one).length > 0);
    if (!page) return module.call(reviewAnswers, { id }, as);
    const asked = askedOf(page);
    for (const { name } of asked) sent.add(name);
    const answers = Object.fromEntries(asked.map(({ name }) => [name, given[name] ?? null]));
    await module.call(savePage, { id, pageId: page.id, answers }, as);
  }
}
