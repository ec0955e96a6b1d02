import type { Policy } from "../iam/model.js";
import { accountAndName, arnsOf } from "../iam/named-policies.js";
import type { Holding } from "../iam/role-documents.js";
import { append } from "../source/append.js";

export interface ArnUse<T> {
  readonly holder: T;
  readonly policy: Policy;
}

interface Reference<T> extends ArnUse<T> {
  /** `*` if it is unknown. */
  readonly account: string;
}

/** Finds the holders that refer to another file's managed policy by its ARN, whether the ARN is literal or composed of known values. */
export class ArnUsers<T extends Holding> {
  readonly #byName = new Map<string, Reference<T>[]>();
  /** References to partly known names. */
  readonly #inPart: (readonly [start: string, end: string, Reference<T>])[] = [];

  constructor(holders: readonly T[]) {
    for (const holder of holders)
      for (const { policies, boundary } of holder.variants)
        for (const policy of boundary === null ? policies : [...policies, boundary])
          if (policy.kind !== "document") for (const arn of new Set(arnsOf(policy))) this.#add(arn, holder, policy);
  }

  #add(arn: string, holder: T, policy: Policy): void {
    const [account, path] = accountAndName(arn);
    if (account === "aws") return;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const start = name.indexOf("${");
    const reference = { holder, policy, account };
    if (start === -1) {
      append(this.#byName, name, reference);
      return;
    }
    // Everything from the first unknown part to the last may have any value, because an expression can contain braces.
    const [before, behind] = [name.slice(0, start), name.slice(name.lastIndexOf("}") + 1)];
    if (before + behind !== "") this.#inPart.push([before, behind, reference]);
  }

  /** @param account the policy's account, if it is known */
  of(name: string, account: string | undefined): readonly ArnUse<T>[] {
    const perhaps = this.#inPart.flatMap(([start, end, one]) => {
      const isItsName = name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
      return isItsName ? one : [];
    });
    return [...(this.#byName.get(name) ?? []), ...perhaps].filter(
      (one) => one.account === "*" || one.account === (account ?? one.account),
    );
  }
}
