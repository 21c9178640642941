// SPDX-License-Identifier: Apache-2.0
/** What may be in another script than the text around it, such as a name: isolated, so that the text keeps its order. */
export const isolated = (value: string | number): string => `\u2068${value}\u2069`;
