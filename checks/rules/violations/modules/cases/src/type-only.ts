// SPDX-License-Identifier: Apache-2.0
import type { Row } from '../../payments/src/store.ts';
export type Mine = Row;
