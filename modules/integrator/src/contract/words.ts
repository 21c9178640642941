// SPDX-License-Identifier: Apache-2.0
/** What several subjects share: bodies, who may do what, codes of data. */
import { visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const projectStages = ['preparation', 'as-is', 'to-be', 'roadmap', 'approval', 'support'] as const;
export const BodyId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const DataCode = Type.String({ pattern: '^[a-z][a-z0-9.-]{1,40}$' });
/** In a few words, as a person types them. */
export const Words = (maxLength = 1000) => visibleText(maxLength, 3);
export const Name = Type.String({ maxLength: 200 });
