import type { Examined } from "../examine.js";
import type { ExplainedKey, Step } from "../iam/explain.js";
import type { Role } from "../iam/model.js";
import type { Cause } from "../iam/verdict.js";

/** How the policies of the declared keys affect an action. Empty if the action doesn't use a key. */
export function explainKeys(role: Role, action: string, { keys, declaredKeys }: Examined): readonly ExplainedKey[] {
  const answers = keys.of(declaredKeys, role, [{ actions: [{ action, resources: ["*"] }] }]);
  return answers.flatMap(({ id, place, verdicts, leftToRole }) =>
    verdicts.map(({ verdict, causes }): ExplainedKey => {
      const isGranted = verdict === "granted";
      const detail = isGranted ? null : "no statement there allows the role to perform it";
      const whole: Cause = { effect: isGranted ? "allows" : "limits", policy: id, statement: null, place, detail };
      const isLeft = leftToRole.get(action) === true;
      const steps = (causes.length === 0 ? [whole] : causes).map((cause): Step => {
        const left = isLeft && cause.effect === "allows" ? { detail: LEFT } : {};
        return { side: "key", effect: cause.effect, cause: { ...cause, ...left } };
      });
      return { name: `key ${id}`, verdict, steps };
    }),
  );
}

const LEFT = "to the account, whose IAM policies decide";
