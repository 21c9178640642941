// SPDX-License-Identifier: Apache-2.0
import type { Component } from 'vue';

const pages = import.meta.glob<{ default: Component }>('../areas/*/*Page.vue');

/** Loads the one component a page needs; each is a chunk of its own. */
export async function loadComponent(name: string): Promise<Component> {
  const load = pages[`../areas/${name}.vue`];
  if (!load) throw new Error(`no page component ${name}`);
  return (await load()).default;
}
