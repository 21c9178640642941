// SPDX-License-Identifier: Apache-2.0
export const pool = 'private to the kernel';
