import { indexValue } from "../plan/address.js";
import { type Candidate, isSame, type Wanted } from "./candidate.js";
import type { Links } from "./links.js";
import type { Owner, Scope } from "./scope.js";
import { choiceIn, elementAt, impliedBy, listIndexed, mapBehind, variableIn } from "./written.js";

/** The source of an attribute as it is written; null where it is not at hand. */
export type SourceText = (owner: Owner, attribute: string) => string | null;

/** Tells from the source which of several candidates is meant, where it writes that out. */
export class WrittenChoice {
  constructor(
    private readonly links: Pick<Links, "follow" | "followVariable" | "callScope" | "argument">,
    private readonly source: SourceText,
  ) {}

  /** Of what an expression refers to, the one that its source chooses: by a flag that is known, or by `count.index`. */
  choose(found: readonly Candidate[], text: string, scope: Scope, wanted: Wanted): readonly Candidate[] {
    const choice = choiceIn(text);
    if (choice !== null) {
      const flag = this.links.followVariable({ name: choice.variable, path: [] }, scope, wanted)[0];
      if (flag?.kind !== "known" || typeof flag.value !== "boolean") return found;
      return this.chosen(found, flag.value ? choice.whenTrue : choice.whenFalse, scope, wanted);
    }
    const list = listIndexed(text);
    const index = indexValue(scope.key);
    return list === null || typeof index !== "number" ? found : this.element(found, list, [index], scope, wanted);
  }

  /** Of what a written map or list holds, the element that is meant. */
  element(
    found: readonly Candidate[],
    text: string,
    path: readonly (string | number)[],
    scope: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const variable = variableIn(text);
    if (variable !== null) return this.ofArgument(found, variable, path, scope, wanted);
    const element = elementAt(text, path);
    if (element === null) return found;
    if (element.kind === "literal") return [{ kind: "known", value: element.value }];
    return this.chosen(found, element.text, { ...scope, forEach: undefined, owner: null }, wanted);
  }

  /** What the source refers to, and the plan does not, is of another state of the source. */
  private chosen(found: readonly Candidate[], text: string, scope: Scope, wanted: Wanted): readonly Candidate[] {
    const chosen = this.links.follow([text], scope, wanted);
    return chosen.every((one) => found.some((other) => isSame(one, other))) ? chosen : found;
  }

  private ofArgument(
    found: readonly Candidate[],
    variable: string,
    path: readonly (string | number)[],
    { module }: Scope,
    wanted: Wanted,
  ): readonly Candidate[] {
    const outer = this.links.callScope(module);
    const text =
      outer === null ? null : (this.source(module, variable) ?? impliedBy(this.links.argument(module, variable)));
    return outer === null || text === null ? found : this.element(found, mapBehind(text), path, outer, wanted);
  }

  /** Flags that are known (`{ for k, v in var.policies : k => v if var.create }`) choose none of the elements. */
  forEachText(scope: Scope, references: readonly string[], wanted: Wanted): string | null {
    const source = scope.owner === null ? null : this.source(scope.owner, "for_each");
    const isOpen = (text: string): boolean =>
      !this.links.follow([text], scope, wanted).every(({ kind }) => kind === "known");
    return source ?? impliedBy(references.filter(isOpen));
  }
}
