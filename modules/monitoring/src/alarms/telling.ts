// SPDX-License-Identifier: Apache-2.0
/** An incident that nobody was told of is found by chance: those on duty hear of each. */
import { job } from '@stoa/kernel';
import { LocalText } from '@stoa/kernel/contract';
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import { Type } from 'typebox';
import { inEach } from '../incidents/titles.ts';
import texts from '../texts.json' with { type: 'json' };

export const tellOperators = job(
  'monitoring.tell-operators',
  Type.Object({ id: Type.String(), number: Type.Integer(), title: LocalText }),
  async (module, { id, number, title }) => {
    const { items } = await module.call(listHolders, { code: 'platform.operator' });
    const posts = [...new Set(items.map(({ postId }) => postId))];
    if (posts.length === 0) return;
    await module.call(tellPosts, {
      ...{ key: `monitoring incident ${id}`, posts, body: title },
      subject: inEach(texts.incident, () => ({ number: String(number) })),
      link: `/operations/monitoring/incidents/${id}`,
    });
  },
  { tx: false },
);
