// SPDX-License-Identifier: Apache-2.0
/** Pools and lanes: who does what, as it is drawn. */
import type { DrawnLane, Item } from './drawing.ts';

type PlaceOf = (id: string) => Pick<DrawnLane, 'x' | 'y' | 'width' | 'height'>;

interface Lanes {
  readonly all: readonly DrawnLane[];
  /** The innermost lane of an element, otherwise the pool of its process. */
  of(id: string, process: string): { lane?: string };
}

export function lanesOf(processes: readonly Item[], pools: readonly Item[], placeOf: PlaceOf): Lanes {
  const all: DrawnLane[] = [];
  const holds = new Map<string, string>();
  const add = ({ id, name = '' }: Item, more: { pool?: true; within?: string | undefined }) => {
    const { pool, within } = more;
    all.push({ id, name, ...placeOf(id), ...(pool ? { pool } : {}), ...(within ? { within } : {}) });
  };
  for (const pool of pools) add(pool, { pool: true });
  const poolOf = (process: string) => pools.find(({ processRef }) => processRef?.id === process)?.id;
  const read = (lanes: readonly Item[], within: string | undefined): void => {
    for (const lane of lanes) {
      add(lane, { within });
      for (const { id } of lane.flowNodeRef ?? []) holds.set(id, lane.id);
      read(lane.childLaneSet?.lanes ?? [], lane.id);
    }
  };
  for (const { id, laneSets = [] } of processes) for (const { lanes = [] } of laneSets) read(lanes, poolOf(id));
  return {
    all,
    of: (id, process) => {
      const lane = holds.get(id) ?? poolOf(process);
      return lane ? { lane } : {};
    },
  };
}
