// SPDX-License-Identifier: Apache-2.0
/** Lays out a graph beside the page, so that the page answers meanwhile. */
import { layOut, type Laid, type ToLay } from './layout.ts';

const here = globalThis as unknown as {
  onmessage: (event: { data: ToLay }) => void;
  postMessage: (laid: Laid) => void;
};
here.onmessage = ({ data }) => here.postMessage(layOut(data));
