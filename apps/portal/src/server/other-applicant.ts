// SPDX-License-Identifier: Apache-2.0
import { findApplicant } from '@stoa/cases/contract';
import type { PageContext, PageDefinition } from './page.ts';
import { isRefusal } from './problem.ts';

/** For whom the person must act to see the page that was refused. */
export interface OtherApplicantProps {
  /** Empty: for oneself. */
  readonly powerId: string;
  readonly name: string;
  readonly returnTo: string;
}

/**
 * Links in our messages name a case, and whoever has just signed in has not said yet for whom they act: where one of
 * their powers fits the case, or the case is their own, they are offered to. Nobody else learns anything.
 */
export async function otherApplicant(
  page: PageDefinition,
  context: PageContext,
  error: unknown,
): Promise<OtherApplicantProps | undefined> {
  const { id } = context.params;
  if (!id || !page.path.startsWith('/cases/:id') || context.principal.kind !== 'person') return undefined;
  if (!isRefusal(error) || error.code !== 'kernel.not-permitted') return undefined;
  try {
    const { power } = await context.call(findApplicant, { id });
    return {
      powerId: power?.id ?? '',
      name: power ? context.text(power.name) : context.principal.name,
      returnTo: context.url,
    };
  } catch (failure) {
    if (isRefusal(failure)) return undefined;
    throw failure;
  }
}
