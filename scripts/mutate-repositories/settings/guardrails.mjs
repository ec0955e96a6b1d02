import { allow, CONFIG, policyText, SettingScene, without } from "../setting-scene.mjs";

/** Scenes with an organization's policies, a group's boundary, and a policy that is kept as a copy. */
export function guardrailScenes(actions) {
  return ["guardrails", "groups", "policies"].map((section) => limited(actions, section));
}

const ARN = "arn:aws:iam::111122223333:policy/guard";

function limited(actions, section) {
  return new SettingScene({
    name: `limits by ${section}`,
    state: { actions, denied: ["sns:Publish"], isDeclared: true, file: "limits/guard.json" },
    files: (state) => ({
      ...rolesFile(state, section),
      [state.file]: limitText(state, section),
      [CONFIG]: configText(state, section),
    }),
    mutations: {
      "drop an action": (state, random) => {
        state.actions = without(state.actions, random);
      },
      "deny a needed action": (state, random) => state.denied.push(random.pick(actions)),
      "deny what is not needed": (state) => state.denied.push("sns:TagResource"),
      "drop the setting": (state) => {
        state.isDeclared = false;
      },
      "rename the file": (state, random) => {
        state.file = `${random.pick(["limits/other", "guards/guard"])}.json`;
      },
      "rename the file to what is not read": (state) => {
        state.file = "limits/guard.txt";
      },
    },
    // A limit that is dropped together with its file no longer applies.
    lost: ({ actions: now, denied, isDeclared, file }) => {
      const isGone = !isDeclared && file.endsWith(".txt");
      const lacking = actions.filter((action) => !now.includes(action) || (!isGone && denied.includes(action)));
      return lacking.length === 0 ? [] : [lacking[0]];
    },
  });
}

function limitText({ denied }, section) {
  const statements = [allow(denied, "Deny")];
  return policyText(section === "guardrails" || section === "groups" ? [allow("*"), ...statements] : statements);
}

function rolesFile({ actions }, section) {
  if (section === "groups") return { "roles/deploy.json": policyText([allow(actions)]) };
  const trust = policyDocument([{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }]);
  const role = {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: "all", PolicyDocument: policyDocument([allow(actions)]) }],
      ...(section === "policies" ? { ManagedPolicyArns: [ARN] } : {}),
    },
  };
  return { "roles.json": JSON.stringify({ Resources: { VeeamDeploy: role } }, null, 1) };
}

function policyDocument(Statement) {
  return { Version: "2012-10-17", Statement };
}

function configText({ isDeclared, file }, section) {
  switch (section) {
    case "guardrails":
      return `fail-on: error\n${isDeclared ? `guardrails: [[${file}]]\n` : ""}`;
    case "groups":
      return `groups: { deploy: { policies: [roles/deploy.json]${isDeclared ? `, boundary: ${file}` : ""} } }\nroles: { deploy: backup }\n`;
    default:
      return `fail-on: error\n${isDeclared ? `policies: { "${ARN}": ${file} }\n` : ""}`;
  }
}
