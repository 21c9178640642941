// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from '@stoa/kernel/contract';
import type { History } from '../case/index.ts';
import type { TimelineEntry } from '../contract.ts';
import words from './timeline.json' with { type: 'json' };

export const timelineOf = (history: readonly History[], internal: boolean): TimelineEntry[] =>
  history
    .filter((entry) => internal || !entry.internal)
    .map((entry) => ({
      at: entry.at.toISOString(),
      kind: entry.kind,
      text: (words as Readonly<Record<string, LocalText>>)[entry.kind] ?? { en: entry.kind },
      internal: entry.internal,
      ...(entry.actor ? { actor: entry.actor } : {}),
    }));
