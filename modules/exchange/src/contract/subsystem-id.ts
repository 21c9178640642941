// SPDX-License-Identifier: Apache-2.0
import { Type } from 'typebox';

/** Four-part X-Road subsystem identifier: `XM/GOV/1001/LABOUR`. */
export const SubsystemId = Type.String({
  pattern: "^[A-Za-z0-9'()+,.=?-]+(/[A-Za-z0-9'()+,.=?-]+){3}$",
  maxLength: 200,
});
