// SPDX-License-Identifier: Apache-2.0
/** Somebody else saved a page meanwhile: what stands there now beside what was sent, so that neither is lost. */
import { getForm } from '@stoa/cases/contract';
import type { PageContext } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';
import { showField } from './case-form.ts';

export interface Clash {
  readonly field: string;
  readonly label: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Of the questions whose answers differ; any other error goes on. */
export async function clashing(
  { call, text }: Pick<PageContext, 'call' | 'text'>,
  { id, pageId }: { id: string; pageId: string },
  sent: Readonly<Record<string, string>>,
  error: unknown,
): Promise<{ clash: Clash[] }> {
  if (!isRefusal(error) || error.code !== 'cases.changed-elsewhere') throw error;
  const form = await call(getForm, { id });
  const fields = form.pages.find((page) => page.id === pageId)?.fields ?? [];
  return {
    clash: fields.flatMap((field): Clash[] => {
      const { name, label, value, shown, choices } = showField(field, text, id);
      const mine = sent[name];
      if (mine === undefined || mine === value) return [];
      return [
        { field: name, label, theirs: shown, mine: choices?.find((choice) => choice.value === mine)?.text ?? mine },
      ];
    }),
  };
}
