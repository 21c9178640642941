// SPDX-License-Identifier: Apache-2.0
import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect its whole heap when heap and memory outside of it have grown by a share together, as it does for the heap
 * alone; otherwise each 64 MB of buffers start a collection, and bodies of messages pass on many times that (decision 18).
 */
export const weighBuffersWithHeap = (): void => setFlagsFromString('--external-memory-accounted-in-global-limit');
