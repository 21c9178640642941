// SPDX-License-Identifier: Apache-2.0
import { isolated } from '../../app/isolated.ts';

interface Somebody {
  readonly name: string;
  readonly as?: string | undefined;
  readonly inPlaceOf?: string | undefined;
}

/** Who did something, with what the post was to them: `Rahul Sharma (substitute for Aigerim Seitkali)`. */
export function inCapacity(t: (key: string, values?: Record<string, string>) => string, who: Somebody): string {
  const { name, as, inPlaceOf } = who;
  if (as !== 'acting' && as !== 'substitute') return name;
  const what = inPlaceOf ? t(`documents.as-${as}-for`, { name: isolated(inPlaceOf) }) : t(`documents.as-${as}`);
  return `${isolated(name)} (${what})`;
}
