// SPDX-License-Identifier: Apache-2.0
/** What notifications hold of a person: a copy of it to take along, and the end of messages when their term is over. */
import type { OwnDataPart, RetentionRule } from '@stoa/kernel';
import { preferencesOf } from '../routing/store.ts';
import * as store from './store.ts';

/** A person has one row of wishes; it has no id of its own. */
const theOne = '00000000-0000-0000-0000-000000000001';

export const ownData: readonly OwnDataPart[] = [
  { what: 'messages', read: store.ownMessages },
  { what: 'deliveries', read: store.ownDeliveries },
  {
    what: 'wishes',
    read: async (tx, personKey, after) => {
      const row = after !== null && after >= theOne ? undefined : await preferencesOf(tx, personKey);
      return row ? [{ id: theOne, ...row }] : [];
    },
  },
];

export const retention: readonly RetentionRule[] = [{ what: 'messages', erase: store.eraseMessages }];
