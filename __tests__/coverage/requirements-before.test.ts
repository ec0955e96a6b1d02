import { catalogRequirements } from "../../src/requirements/catalog/index.js";
import { removeFolders } from "../discover/repository.js";
import { type Files, headOf } from "./head-of.js";

afterEach(removeFolders);

const actionsIn = (version: string, kinds: readonly string[]): readonly string[] =>
  catalogRequirements(version)?.kinds.flatMap(({ name, actions }) =>
    kinds.includes(name) ? actions.map(({ action }) => action) : [],
  ) ?? [];
const NEW = ["ec2-backup", "ec2-backup-worker"];
/** Only version 13.1 requires it. */
const ADDED = "ebs:GetSnapshotBlock";
const both = [...new Set([...actionsIn("7", ["backup"]), ...actionsIn("13.1", NEW)])];
const less = both.filter((action) => action !== ADDED);

const PATH = ".github/worker-iam-check.yml";
const config = (text: string): Files => ({ [PATH]: text });
const MAPPED = `requirements: "13.1"\nroles: { VeeamB: "${NEW.join(", ")}" }\n`;

/** @param chosen an action that is granted only under a condition */
function template(actions: readonly string[], chosen = ""): Files {
  const allow = (Action: unknown, more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
  const tagged = { Condition: { StringEquals: { "aws:PrincipalTag/x": "y" } } };
  const certain = actions.filter((action) => action !== chosen);
  const trusted = { AWS: "arn:aws:iam::111122223333:role/appliance" };
  const VeeamB = {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" }],
      },
      Policies: [
        {
          PolicyName: "p",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [allow(certain), ...(chosen === "" ? [] : [allow(chosen, tagged)])],
          },
        },
      ],
    },
  };
  return { "t.json": JSON.stringify({ Resources: { VeeamB } }) };
}

const base = { ...template(both), ...config('requirements: "13.1"\n') };
const gone = { [PATH]: "" };
const lost = [`weakened-action ec2-backup ${ADDED}`];

test.each<[string, Files, Files, readonly string[]]>([
  ["whose configuration is gone", base, { ...template(less), ...gone }, lost],
  [
    "whose configuration is renamed",
    base,
    { ...template(less), ...gone, "iam-check.yml": 'requirements: "13.1"\n' },
    lost,
  ],
  ["whose configuration drops the line", base, { ...template(less), ...config("comment: never\n") }, lost],
  ["whose mapping is gone too", { ...template(both), ...config(MAPPED) }, { ...template(less), ...gone }, lost],
  ["that keeps its permissions", base, { ...template(both), ...gone }, []],
  ["for which another version is set", base, { ...template(less), ...config('requirements: "7"\n') }, []],
  [
    "that another version calls by another kind, under a condition",
    base,
    { ...template(both, "ec2:RunInstances"), ...config('requirements: "7"\n') },
    ["weakened-action backup ec2:RunInstances"],
  ],
])("a role %s", async (_name, before, head, expected) => {
  const { findings } = await headOf(before, head);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ rule, kind, actions }) => `${rule} ${kind} ${actions.join()}`)).toEqual(expected);
});
