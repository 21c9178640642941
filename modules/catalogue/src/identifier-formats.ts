// SPDX-License-Identifier: Apache-2.0
/** Formats of identifiers that a data schema names by country and scheme, such as `xm-snils`: `Country.formats` of the kernel. */

/** Whether a format names an identifier scheme rather than a format of JSON Schema. */
export const namesIdentifier = (format: string): boolean => /^[a-z]{2}-/.test(format);
