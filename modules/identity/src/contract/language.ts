// SPDX-License-Identifier: Apache-2.0
import { Type } from 'typebox';

export const LanguageCode = Type.Union([
  Type.Literal('en'),
  Type.Literal('ru'),
  Type.Literal('kk'),
  Type.Literal('uk'),
  Type.Literal('ar'),
]);
