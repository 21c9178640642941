// SPDX-License-Identifier: Apache-2.0
import { refuseCircles } from './circles.ts';
import { DecisionFault } from './fault.ts';
import type { Compiled } from './feel/compile.ts';
import { Scope } from './feel/env.ts';
import { namesOf, rootScope } from './feel/index.ts';
import type { Names } from './feel/names.ts';
import { coerced, type FeelType } from './feel/types.ts';
import { FeelFunction, type Value } from './feel/values.ts';
import { ItemTypes, unknownType } from './item-types.ts';
import { compileLogic, functionOf } from './logic.ts';
import type { Decision, DecisionService, KnowledgeModel, Model, ModelElement, Reference } from './model.ts';
import type { Session } from './session.ts';
import type { Setting } from './setting.ts';

export interface Place {
  readonly model: Model;
  readonly element: ModelElement;
}

/** One or more models, compiled as they are needed. The first is the one that is asked; the others it imports. */
export class Program {
  readonly #models: readonly Model[];
  readonly #types: ItemTypes;
  readonly names: Names;
  readonly #compiled = new Map<ModelElement, Compiled | ((scope: Scope) => FeelFunction)>();
  readonly #places = new Map<string, Place>();

  constructor(models: readonly Model[]) {
    this.#models = models;
    const known = new Set<string>();
    collectNames(models, known);
    this.names = namesOf(known);
    this.#types = new ItemTypes(models, this.names);
    for (const model of models)
      for (const element of model.elements) this.#places.set(`${model.namespace}#${element.id}`, { model, element });
    refuseCircles(
      models,
      ({ imports }) => imports.flatMap(({ namespace }) => models.find((one) => one.namespace === namespace) ?? []),
      ({ name, namespace }) => name || namespace,
      'the file imports',
    );
    refuseCircles(
      this.#places.values(),
      ({ model, element }) =>
        ('needs' in element ? element.needs : []).flatMap((need) => this.#other(model, element, need)),
      ({ element }) => element.name,
      'the decision needs',
    );
  }

  /** A function may call itself. */
  #other(model: Model, element: ModelElement, need: Reference): Place[] {
    const found = this.placeOf(model, need);
    return found && found.element !== element ? [found] : [];
  }

  typeOf(name: string): FeelType | undefined {
    return this.#types.find(name, this.#models[0]);
  }

  /** An element by its name: of the first model, or `import.name` of one that it imports. */
  find(name: string): Place | undefined {
    return [...this.#places.values()].find(({ element }) => element.name === name || element.id === name);
  }

  places(): Iterable<Place> {
    return this.#places.values();
  }

  placeOf(model: Model, { namespace, id }: Reference): Place | undefined {
    return this.#places.get(`${namespace ?? model.namespace}#${id}`);
  }

  /** What stands before the name of an imported element; undefined where nothing does. */
  prefixOf(model: Model, place: Place): string | undefined {
    const prefix = model.imports.find(({ namespace }) => namespace === place.model.namespace)?.name;
    return place.model === model || !prefix ? undefined : prefix;
  }

  /** Undefined: nobody knows it. */
  knownType(model: Model, typeRef: string): FeelType | undefined {
    // A prefix of the file's own stands before names in old models.
    return this.#types.find(typeRef, model) ?? this.#types.find(typeRef.replace(/^[\w-]+:/u, ''), model);
  }

  /** What is given from outside, by its name. */
  input(name: string): Place | undefined {
    return [...this.#places.values()].find(({ element }) => element.kind === 'input' && element.name === name);
  }

  valueOf(session: Session, { model, element }: Place): Value {
    const given = session.given(element);
    if (element.kind === 'input') {
      if (given === undefined) return session.env.fail(`"${element.name}" is not given`);
      return coerced(session.env, given, this.#typeOf(model, element.typeRef), `"${element.name}"`);
    }
    if (given !== undefined && element.kind === 'decision')
      return coerced(session.env, given, this.#typeOf(model, element.typeRef), `"${element.name}"`);
    if (element.kind === 'decision') return session.once(element, () => this.#decide(session, model, element));
    return element.kind === 'knowledge'
      ? this.#knowledge(session, model, element)
      : this.#service(session, model, element);
  }

  #decide(session: Session, model: Model, element: Decision): Value {
    const { env } = session;
    const before = env.element;
    return env.deeper(() => {
      const scope = this.#scopeOf(session, model, element.needs);
      env.element = element.name;
      const value = (this.#logicOf(model, element) as Compiled)(scope);
      const typed = coerced(env, value, this.#typeOf(model, element.typeRef), `the result of "${element.name}"`);
      env.element = before;
      return typed;
    });
  }

  #knowledge(session: Session, model: Model, element: KnowledgeModel): FeelFunction {
    const define = this.#logicOf(model, element) as (scope: Scope) => FeelFunction;
    const shape = define(rootScope(session.env));
    const result = this.#typeOf(model, element.typeRef);
    const itself: FeelFunction = new FeelFunction(
      element.name,
      shape.params,
      (env, args) => {
        const scope = this.#scopeOf(
          session,
          model,
          element.needs.filter(({ id }) => id !== element.id),
        );
        scope.vars.set(element.name, itself);
        return define(scope).call(env, args);
      },
      result?.kind === 'function' ? result.result : result,
    );
    return itself;
  }

  #service(session: Session, model: Model, element: DecisionService): FeelFunction {
    const inputs = [...element.inputData, ...element.inputDecisions].map((need) => this.#place(model, need));
    const outputs = element.outputs.map((need) => this.#place(model, need));
    const params = inputs.map((input) => ({
      name: this.#nameIn(model, input),
      type: this.#typeOf(input.model, input.element.kind === 'service' ? undefined : input.element.typeRef),
    }));
    const call = (_: unknown, args: readonly Value[]): Value => {
      const inner = session.inside(new Map(inputs.map(({ element: input }, index) => [input, args[index] ?? null])));
      const values = outputs.map((output) => this.valueOf(inner, output));
      if (outputs.length === 1) return values[0] ?? null;
      return new Map(outputs.map((output, index) => [output.element.name, values[index] ?? null]));
    };
    return new FeelFunction(element.name, params, call, this.#typeOf(model, element.typeRef));
  }

  #nameIn(model: Model, place: Place): string {
    const prefix = this.prefixOf(model, place);
    return prefix === undefined ? place.element.name : `${prefix}.${place.element.name}`;
  }

  #scopeOf(session: Session, model: Model, needs: readonly Reference[]): Scope {
    const vars = new Map<string, Value>();
    for (const need of needs) {
      const place = this.#place(model, need);
      const value = this.valueOf(session, place);
      const prefix = this.prefixOf(model, place);
      if (prefix === undefined) {
        vars.set(place.element.name, value);
        continue;
      }
      const known = vars.get(prefix);
      const group = known instanceof Map ? known : new Map<string, Value>();
      vars.set(prefix, group.set(place.element.name, value));
    }
    return new Scope(session.env, vars, session.root);
  }

  #place(model: Model, need: Reference): Place {
    const found = this.placeOf(model, need);
    if (!found) throw new DecisionFault(need.id, `no model that was given has "${need.id}"`);
    return found;
  }

  #typeOf(model: Model, typeRef: string | undefined): FeelType | undefined {
    return typeRef === undefined ? undefined : (this.knownType(model, typeRef) ?? unknownType(typeRef));
  }

  #logicOf(model: Model, element: ModelElement): Compiled | ((scope: Scope) => FeelFunction) {
    let logic = this.#compiled.get(element);
    if (!logic) {
      const setting: Setting = {
        names: this.names,
        typeOf: (typeRef) => this.#typeOf(model, typeRef),
      };
      logic = compiledOf(setting, element);
      this.#compiled.set(element, logic);
    }
    return logic;
  }
}

function compiledOf(setting: Setting, element: ModelElement): Compiled | ((scope: Scope) => FeelFunction) {
  if (element.kind === 'knowledge')
    return functionOf(setting, element.logic ?? { kind: 'function', language: 'FEEL', params: [] }, element.name);
  if (element.kind === 'decision' && element.logic) return compileLogic(setting, element.logic);
  return (scope) => scope.env.fail(`"${element.name}" has no logic`);
}

function collectNames(part: unknown, into: Set<string>): void {
  if (Array.isArray(part)) for (const one of part) collectNames(one, into);
  else if (typeof part === 'object' && part !== null)
    for (const [key, value] of Object.entries(part)) {
      if ((key === 'name' || key === 'variable') && typeof value === 'string' && value) into.add(value);
      else if (typeof value === 'object') collectNames(value, into);
    }
}
