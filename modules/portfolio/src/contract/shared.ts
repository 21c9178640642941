// SPDX-License-Identifier: Apache-2.0
import { LocalText, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const self = { permission: 'portfolio:self' } as const;
export const id = { id: Uuid };
export const ServiceId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
export const Titled = Type.Object({ id: Type.String(), title: LocalText });
export const FieldName = Type.String({ maxLength: 64 });
