// SPDX-License-Identifier: Apache-2.0
interface ReadModel {
  rootElement: unknown;
  warnings: { message: string }[];
}
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(xml: string): Promise<ReadModel>;
  }
}
declare module 'dmn-moddle' {
  export class DmnModdle {
    fromXML(xml: string, type: 'dmn:Definitions'): Promise<ReadModel>;
  }
}
