// SPDX-License-Identifier: Apache-2.0
export const labour = 'XM-LABOUR-MINISTRY';
export const interior = 'XM-INTERIOR-MINISTRY';
export const work = { kind: 'service', id: 'execution' } as const;
export const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
