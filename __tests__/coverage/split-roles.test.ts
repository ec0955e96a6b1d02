import { removeFolders } from "../discover/repository.js";
import { allowing, templateRole, trustingAppliance } from "./documents.js";
import { actionsOf, type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const TRUST = trustingAppliance("111122223333");
const WORKER = { "Fn::GetAtt": ["VeeamWorker", "Arn"] };
type Kind = "backup" | "restore";

/** Roles that pass only the worker's role, which is a warning for restore. */
function roles(all: Readonly<Record<string, readonly Kind[]>>, without = ""): Files {
  const made = Object.entries(all).map(([id, kinds]) => {
    const actions = kinds.flatMap(actionsOf).filter((one) => ![without, "iam:PassRole"].includes(one));
    return [id, templateRole(id, TRUST, allowing(actions), allowing("iam:PassRole", WORKER))];
  });
  const lines = Object.entries(all).map(([id, kinds]) => `${id}: [${kinds.join()}]`);
  return {
    "t.json": JSON.stringify({
      Resources: {
        ...Object.fromEntries(made),
        VeeamWorker: templateRole("veeam-worker", TRUST, allowing(actionsOf("communication"))),
        Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [{ Ref: "VeeamWorker" }] } },
      },
    }),
    ".github/worker-iam-check.yml": `requirements: "7"\nroles: { ${lines.join(", ")}, VeeamWorker: communication }\n`,
  };
}
const WHOLE = roles({ A: ["backup", "restore"] });
const SPLIT = roles({ A: ["backup"], B: ["restore"] });

test.each<[string, Files, Files, readonly string[]]>([
  ["is split", WHOLE, SPLIT, []],
  ["is merged with another", SPLIT, WHOLE, []],
  [
    "is merged with another and loses an action",
    SPLIT,
    roles({ A: ["backup", "restore"] }, "ec2:ImportImage"),
    ["coverage-lost B", "missing-action A"],
  ],
])("a role with a warning %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const errors = findings.filter(({ severity }) => severity === "error").map(({ rule, role }) => `${rule} ${role}`);
  expect(errors.sort()).toEqual(expected);
});
