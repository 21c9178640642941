// SPDX-License-Identifier: Apache-2.0
declare module 'dmn-moddle' {
  export class DmnModdle {
    fromXML(xml: string, type: 'dmn:Definitions'): Promise<{ rootElement: unknown; warnings: { message: string }[] }>;
  }
}
