import { allow, CONFIG, SettingScene } from "../setting-scene.mjs";

const ROOT = "arn:aws:iam::111122223333:root";
const ADMIN = "arn:aws:iam::111122223333:role/admin";
const OTHER = "arn:aws:iam::444455556666:root";

/** Scenes with a KMS key whose policy delegates access to the account's roles. */
export function keyScenes(actions) {
  return [
    new SettingScene({
      name: "a key's policy",
      state: {
        principal: ROOT,
        allowed: "kms:*",
        denied: [],
        condition: null,
        others: [],
        id: "Key",
        isThere: true,
        named: ["Key"],
      },
      files: (state) => ({ "roles.json": templateText(actions, state), [CONFIG]: configText(state) }),
      mutations: {
        "let in somebody else": (state) => {
          state.principal = ADMIN;
        },
        "let do an action only": (state) => {
          state.allowed = "kms:CreateGrant";
        },
        "add a condition": (state) => {
          state.condition = { StringEquals: { "aws:PrincipalTag/team": "backup" } };
        },
        "deny an action": (state) => state.denied.push("kms:CreateGrant"),
        "deny what is not needed": (state) => state.denied.push("kms:ScheduleKeyDeletion"),
        "share it": (state) => state.others.push(OTHER),
        "drop the line": (state) => {
          state.named = [];
        },
        "drop the key and its line": (state) => {
          state.isThere = false;
          state.named = [];
        },
        "rename it": (state) => {
          state.id = "Renamed";
          state.named = state.named.map(() => "Renamed");
        },
      },
      lost: ({ principal, allowed, denied, condition, id, isThere, named }) => {
        const isGone = !isThere || (id !== "Key" && named.length === 0);
        const isLess =
          principal !== ROOT || allowed !== "kms:*" || denied.includes("kms:CreateGrant") || condition !== null;
        return isGone || isLess ? ["what the key let the role do"] : [];
      },
    }),
  ];
}

function templateText(actions, { principal, allowed, denied, condition, others, id, isThere }) {
  const document = (...Statement) => ({ Version: "2012-10-17", Statement });
  const role = {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Principal: { AWS: "111122223333" },
        Action: "sts:AssumeRole",
      }),
      Policies: [{ PolicyName: "all", PolicyDocument: document(allow(actions)) }],
    },
  };
  const KeyPolicy = document(
    { ...allow(allowed), Principal: { AWS: principal }, ...(condition === null ? {} : { Condition: condition }) },
    ...(denied.length === 0 ? [] : [{ ...allow(denied, "Deny"), Principal: "*" }]),
    ...others.map((AWS) => ({ ...allow("kms:Encrypt"), Principal: { AWS } })),
  );
  const keys = isThere ? { [id]: { Type: "AWS::KMS::Key", Properties: { KeyPolicy } } } : {};
  return JSON.stringify({ Resources: { VeeamDeploy: role, ...keys } }, null, 1);
}

function configText({ named }) {
  return `accounts: ["111122223333"]\n${named.length === 0 ? "" : `keys: [${named.join(", ")}]\n`}`;
}
