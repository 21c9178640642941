// SPDX-License-Identifier: Apache-2.0
/** A picture of the register and the table that says the same. */
import type { Asking } from '../asking.ts';
import type { PictureAsked } from '../contract.ts';
import type { Drawing } from '../files/drawing.ts';
import type { Table } from '../files/table.ts';

export interface Picture {
  readonly title: string;
  /** Said under the title, beside body and day. */
  readonly note?: string;
  /** Undefined where there is nothing to draw. */
  readonly drawing: Drawing | undefined;
  readonly table: Omit<Table, 'title'>;
}
export type Draw = (asking: Asking, asked: PictureAsked) => Promise<Picture>;
