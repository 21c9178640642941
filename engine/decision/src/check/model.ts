// SPDX-License-Identifier: Apache-2.0
import { DecisionFault } from '../fault.ts';
import { anyType, type FeelType } from '../feel/types.ts';
import type { ModelElement } from '../model.ts';
import type { Place, Program } from '../program.ts';
import { checkText, misfit } from './index.ts';
import { contextOf } from './kinds.ts';
import { functionType, type Inferring, logicType } from './logic.ts';

interface CheckedProgram {
  readonly faults: readonly DecisionFault[];
  /** Of the value of an element. */
  readonly typeOf: (element: ModelElement) => FeelType;
}

/**
 * Everything that is known to fail in a program whose expressions see what is `shown`: names and members that do not
 * exist, types that do not fit, values that are not allowed, what does not parse.
 */
export function checkProgram(program: Program, shown: ReadonlyMap<string, FeelType>): CheckedProgram {
  const faults: DecisionFault[] = [];
  const check = new ModelCheck(program, shown, faults);
  for (const place of program.places()) check.typeOf(place);
  return { faults, typeOf: (element) => check.known(element) };
}

class ModelCheck {
  readonly #program: Program;
  readonly #shown: ReadonlyMap<string, FeelType>;
  readonly #faults: DecisionFault[];
  readonly #known = new Map<ModelElement, FeelType>();

  constructor(program: Program, shown: ReadonlyMap<string, FeelType>, faults: DecisionFault[]) {
    this.#program = program;
    this.#shown = shown;
    this.#faults = faults;
  }

  known(element: ModelElement): FeelType {
    return this.#known.get(element) ?? anyType;
  }

  /** The type of an element's value; what is wrong with the element is told the first time. */
  typeOf(place: Place): FeelType {
    const { element } = place;
    const known = this.#known.get(element);
    if (known) return known;
    // Whoever needs itself stops there.
    this.#known.set(element, anyType);
    const type = this.#typeOf(place);
    this.#known.set(element, type);
    return type;
  }

  #typeOf(place: Place): FeelType {
    const { element } = place;
    const at = this.#at(place);
    if (element.kind === 'service') return anyType;
    const declared = at.typeOf(element.typeRef, 'variable');
    if (element.kind === 'input') return this.#input(place, declared, at);
    if (!element.logic) {
      at.tell('', '', 'there is no logic: say how it is decided, or make it input data');
      return anyType;
    }
    if (element.kind === 'knowledge') return functionType(element.logic, at);
    const type = logicType(element.logic, at);
    const wrong = declared && misfit(type, declared);
    if (wrong) at.tell('', element.logic.kind === 'literal' ? element.logic.text : '', wrong);
    return declared ?? type;
  }

  #input({ element }: Place, declared: FeelType | undefined, at: Inferring): FeelType {
    const given = this.#shown.get(element.name);
    if (!given) at.tell('', '', `nobody gives this input: use ${[...this.#shown.keys()].join(', ')}`);
    const wrong = given && declared && misfit(given, declared);
    if (wrong) at.tell('', '', wrong);
    return given ?? declared ?? anyType;
  }

  #at(place: Place): Inferring {
    const vars = new Map(this.#shown);
    const groups = new Map<string, [string, FeelType][]>();
    if ('needs' in place.element)
      for (const need of place.element.needs) {
        const found = this.#program.placeOf(place.model, need);
        if (!found) {
          this.#faults.push(
            new DecisionFault(place.element.name, `no file of the package has "${need.id}", which it needs`),
          );
          continue;
        }
        const prefix = this.#program.prefixOf(place.model, found);
        if (prefix === undefined) vars.set(found.element.name, this.typeOf(found));
        else groups.set(prefix, [...(groups.get(prefix) ?? []), [found.element.name, this.typeOf(found)]]);
      }
    for (const [prefix, entries] of groups) vars.set(prefix, contextOf(entries));
    if (place.element.kind === 'knowledge') vars.set(place.element.name, anyType);
    return this.#inferring(place, vars, false);
  }

  #inferring(place: Place, vars: ReadonlyMap<string, FeelType>, open: boolean): Inferring {
    const program = this.#program;
    const { name } = place.element;
    const tell = (where: string, text: string, sentence: string): void => {
      const at = [where, text && `\`${text}\``].filter((part) => part).join(', ');
      this.#faults.push(new DecisionFault(name, at ? `${at}: ${sentence}` : sentence));
    };
    const typeOf = (typeRef: string): FeelType | undefined => program.knownType(place.model, typeRef);
    return {
      tell,
      text: (text, where, read) =>
        checkText(text, { vars, open, typeOf, names: program.names }, (sentence) => tell(where, text, sentence), read),
      typeOf: (typeRef, where) => {
        const found = typeRef === undefined ? undefined : typeOf(typeRef);
        if (typeRef !== undefined && !found)
          tell(
            where,
            '',
            `the type "${typeRef}" is not known: use string, number, boolean, date or one of the file's own`,
          );
        return found;
      },
      with: (more, opened = open) => this.#inferring(place, new Map([...vars, ...more]), opened),
    };
  }
}
