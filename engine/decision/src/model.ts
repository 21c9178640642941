// SPDX-License-Identifier: Apache-2.0
/** What a DMN file says, without how it is drawn. */

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'COLLECT' | 'PRIORITY' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface TableInput {
  readonly label: string;
  readonly expression: string;
  readonly typeRef?: string | undefined;
  /** Unary tests that every value of this input passes. */
  readonly allowed?: string | undefined;
}
export interface TableOutput {
  readonly name?: string | undefined;
  readonly typeRef?: string | undefined;
  /** Values in order of priority. */
  readonly values?: string | undefined;
  readonly fallback?: string | undefined;
}
export interface TableRule {
  readonly id: string;
  readonly tests: readonly string[];
  readonly outputs: readonly string[];
  /** By the name of the annotation column, such as `reason` and `law`. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Binding {
  readonly name: string;
  readonly typeRef?: string | undefined;
  readonly value?: Expression | undefined;
}

export interface Table {
  readonly kind: 'table';
  readonly id: string;
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation | undefined;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}
export interface FunctionDefinition {
  readonly kind: 'function';
  readonly language: string;
  readonly params: readonly { name: string; typeRef?: string | undefined }[];
  readonly body?: Expression | undefined;
}

export type Expression = { readonly typeRef?: string | undefined } & (
  | { readonly kind: 'literal'; readonly text: string; readonly language?: string | undefined }
  | Table
  | FunctionDefinition
  | { readonly kind: 'context'; readonly entries: readonly { variable?: Binding; value: Expression }[] }
  | { readonly kind: 'invocation'; readonly of: Expression; readonly bindings: readonly Binding[] }
  | {
      readonly kind: 'relation';
      readonly columns: readonly { name: string; typeRef?: string | undefined }[];
      readonly rows: readonly (readonly Expression[])[];
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | { readonly kind: 'filter'; readonly of: Expression; readonly by: Expression }
  | {
      readonly kind: 'for' | 'some' | 'every';
      readonly variable: string;
      readonly from: Expression;
      readonly body: Expression;
    }
);

export interface ItemDefinition {
  readonly name: string;
  readonly typeRef?: string | undefined;
  readonly isCollection: boolean;
  readonly allowed?: string | undefined;
  /** Constraint on the whole, where `allowed` is on each item of a collection. */
  readonly constraint?: string | undefined;
  readonly components: readonly ItemDefinition[];
  readonly signature?: { readonly params: readonly string[]; readonly result?: string | undefined } | undefined;
}

export interface Reference {
  /** Of another model, by its namespace; undefined: of this one. */
  readonly namespace?: string | undefined;
  readonly id: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly typeRef?: string | undefined;
}
export interface InputData extends Named {
  readonly kind: 'input';
}
export interface Decision extends Named {
  readonly kind: 'decision';
  readonly logic?: Expression | undefined;
  readonly needs: readonly Reference[];
}
export interface KnowledgeModel extends Named {
  readonly kind: 'knowledge';
  readonly logic?: FunctionDefinition | undefined;
  readonly needs: readonly Reference[];
}
export interface DecisionService extends Named {
  readonly kind: 'service';
  readonly outputs: readonly Reference[];
  readonly inputDecisions: readonly Reference[];
  readonly inputData: readonly Reference[];
}
export type ModelElement = InputData | Decision | KnowledgeModel | DecisionService;

export interface Model {
  readonly name: string;
  readonly namespace: string;
  readonly imports: readonly { name: string; namespace: string }[];
  readonly items: readonly ItemDefinition[];
  readonly elements: readonly ModelElement[];
}
