// SPDX-License-Identifier: Apache-2.0
/** The words of a browser's name that people know it by. */
export const browserName = (browser = ''): string | undefined =>
  /(Edg|OPR|YaBrowser|Firefox|Chrome|Safari)\/\d+/.exec(browser)?.[0].replace('Edg/', 'Edge/').replace('/', ' ');
