// SPDX-License-Identifier: Apache-2.0
/** What cases hold of a person: a copy of it to take along, and its end when its term is over. */
import type { OwnDataPart, RetentionRule } from '@stoa/kernel';
import { findCase, found, summaryOf } from '../case/index.ts';
import { attachmentPath } from '../contract.ts';
import { answersOf } from '../form/index.ts';
import { readingsOf } from '../registers/index.ts';
import * as store from './store.ts';

export const ownData: readonly OwnDataPart[] = [
  {
    what: 'applications',
    read: async (tx, personKey, after, count) => {
      const rows = [];
      for (const id of await store.ownCases(tx, personKey, after, count)) {
        const file = found(await findCase(tx, id));
        const answers = (await answersOf(tx, id)).map(({ field, value, source, at }) => ({ field, value, source, at }));
        const registers = (await readingsOf(tx, id)).map(({ register, state, at, body }) => ({
          register,
          state,
          at,
          body,
        }));
        const files = (await store.filesOf(tx, id)).map((one) => attachmentPath(id, one));
        rows.push({ ...summaryOf(file), decision: file.decision, answers, files, registers });
      }
      return rows;
    },
  },
  { what: 'documents', read: store.ownOutputs },
  { what: 'questions-about-me', read: store.ownAsked },
];

export const retention: readonly RetentionRule[] = [
  { what: 'drafts', erase: store.eraseDrafts },
  { what: 'closed-cases', erase: store.eraseClosed },
];
