// SPDX-License-Identifier: Apache-2.0
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(
      xml: string,
      type: string,
      options: { lax: boolean },
    ): Promise<{ rootElement: unknown; warnings: { message: string }[] }>;
  }
}
