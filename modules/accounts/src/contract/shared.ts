// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{20,200}$' });
export const Email = Type.String({ format: 'email', maxLength: 254 });
export const Password = Type.String({ maxLength: 200 });
export const Login = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,63}$' });

/** What a person says of themselves, to be compared with the population register. */
export const RegisterFacts = {
  number: Type.String({ minLength: 1, maxLength: 40, description: 'number of the population register' }),
  familyName: visibleText(100, 1),
  birthOn: CalendarDate,
  documentNumber: visibleText(40, 1),
};
/** Lines of the machine-readable zone, as typed or pasted. */
export const MrzText = Type.String({ minLength: 1, maxLength: 400 });

/** The same for everybody, whatever became of it. */
export const Sent = Type.Object({ sent: Type.Literal(true) });
/** Calls a minute from one address. */
export const guessing = { permission: 'public', limit: 10 } as const;
export const factRefusals = [
  'accounts.number-invalid',
  'accounts.register-away',
  'accounts.too-many-attempts',
] as const;
