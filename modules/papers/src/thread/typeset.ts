// SPDX-License-Identifier: Apache-2.0
import { typeset } from '@stoa/kernel/typeset';
import { readFileSync } from 'node:fs';

type Template = 'list' | 'stamp' | 'labels' | 'dispatch' | 'letter';
/** PDF of a template of this module; a picture is SVG in the data. */
export default ({ template, data }: { template: Template; data: object }): Uint8Array =>
  typeset(readFileSync(new URL(`../../typst/${template}.typ`, import.meta.url), 'utf8'), data);
