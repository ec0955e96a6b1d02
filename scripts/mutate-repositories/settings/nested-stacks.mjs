import { allow, CONFIG, policyText, SettingScene, without } from "../setting-scene.mjs";

/** Scenes with a stack that contains the role, and a stack that contains a policy for it. */
export function nestedScenes(actions) {
  return [
    new SettingScene({
      name: "nested stacks",
      state: {
        actions,
        role: { isNested: true, file: "stacks/role.json", url: "stacks/role.json", isOn: "yes" },
        policy: { isNested: true, file: "stacks/policy.json", url: "stacks/policy.json", names: "role" },
      },
      files,
      mutations: {
        "drop an action": (state, random) => {
          state.actions = without(state.actions, random);
        },
        "drop a stack": (state, random) => {
          stackOf(state, random).isNested = false;
        },
        "lead a stack's URL elsewhere": (state, random) => {
          stackOf(state, random).url = random.pick(["stacks/other.json", "https://s3.amazonaws.com/b/t.json"]);
        },
        "rename a stack's file with its URL": (state, random) => {
          const stack = stackOf(state, random);
          const name = `stacks/${random.pick(["a", "b"])}-${stack.names === undefined ? "r" : "p"}.json`;
          if (stack.url === stack.file) Object.assign(stack, { file: name, url: name });
        },
        "pass a parameter with which the role is not made": (state) => {
          state.role.isOn = "no";
        },
        "attach the policy to another role": (state) => {
          state.policy.names = "other";
        },
      },
      lost: (state) => {
        const { role, policy } = state;
        const isThere = [role, policy].every(({ isNested, file, url }) => isNested && file === url);
        const isWhole = isThere && role.isOn === "yes" && policy.names === "role";
        return isWhole ? actions.filter((action) => !state.actions.includes(action)).slice(0, 1) : ["a stack"];
      },
    }),
  ];
}

function stackOf(state, random) {
  return state[random.pick(["role", "policy"])];
}

function files({ actions, role, policy }) {
  const half = Math.floor(actions.length / 2);
  const stack = ({ url }, Parameters) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL: url.startsWith("https") ? url : `./${url}`, Parameters },
  });
  const root = {
    Resources: {
      Topic: { Type: "AWS::SNS::Topic" },
      ...(role.isNested ? { Role: stack(role, { On: role.isOn }) } : {}),
      ...(policy.isNested
        ? { Policy: stack(policy, { RoleName: policy.names === "role" ? "veeam-deploy" : "somebody" }) }
        : {}),
    },
  };
  const ofRole = {
    Parameters: { On: { Type: "String", Default: "yes" } },
    Conditions: { Made: { "Fn::Equals": [{ Ref: "On" }, "yes"] } },
    Resources: {
      VeeamDeploy: {
        Type: "AWS::IAM::Role",
        Condition: "Made",
        Properties: {
          RoleName: "veeam-deploy",
          AssumeRolePolicyDocument: parsed([
            { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
          ]),
          Policies: [{ PolicyName: "half", PolicyDocument: parsed([allow(actions.slice(0, half))]) }],
        },
      },
    },
  };
  const ofPolicy = {
    Parameters: { RoleName: { Type: "String" } },
    Resources: {
      Half: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: { Roles: [{ Ref: "RoleName" }], PolicyDocument: parsed([allow(actions.slice(half))]) },
      },
    },
  };
  return {
    "root.json": JSON.stringify(root, null, 1),
    [role.file]: JSON.stringify(ofRole, null, 1),
    [policy.file]: JSON.stringify(ofPolicy, null, 1),
    [CONFIG]: "roles: { VeeamDeploy: backup }\n",
  };
}

function parsed(statements) {
  return JSON.parse(policyText(statements));
}
