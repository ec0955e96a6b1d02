import { allow, CONFIG, policyText, SettingScene, without } from "../setting-scene.mjs";

const APPLIANCE = "arn:aws:iam::111122223333:role/veeam-appliance";
const ROLES = [APPLIANCE, "arn:aws:iam::111122223333:role/veeam-*", "arn:aws:iam::111122223333:role/other"];

/** Scenes with a trust policy for an account, narrowed by an external ID or by the role, with and without a declared appliance. */
export function trustScenes(actions) {
  return [true, false].flatMap((isDeclared) => [
    scene(actions, isDeclared, { id: "base", arn: null, principal: APPLIANCE }),
    scene(actions, isDeclared, { id: null, arn: APPLIANCE, principal: "111122223333" }),
  ]);
}

function scene(actions, isDeclared, trust) {
  return new SettingScene({
    name: `trust with ${trust.id === null ? "aws:PrincipalArn" : "sts:ExternalId"}${isDeclared ? ", appliance declared" : ""}`,
    state: { actions, ...trust },
    files: (state) => ({
      "roles.json": JSON.stringify({ Resources: { VeeamDeploy: role(state) } }, null, 1),
      [CONFIG]: `roles: { VeeamDeploy: backup }\n${isDeclared ? `appliance: ${APPLIANCE}\n` : ""}`,
    }),
    mutations: {
      "drop an action": (state, random) => {
        state.actions = without(state.actions, random);
      },
      "ask for another external id": (state, random) => {
        state.id = random.pick(["other", "base ", "BASE"]);
      },
      "ask for the external id of the base": (state) => {
        state.id = trust.id;
      },
      "drop the external id": (state) => {
        state.id = null;
      },
      "narrow to a role": (state, random) => {
        state.arn = random.pick(ROLES);
      },
      "trust another principal": (state, random) => {
        state.principal = random.pick([APPLIANCE, "111122223333", "444455556666", ROLES[2]]);
      },
      "trust twice": (state) => {
        state.more = true;
      },
    },
    lost: (state) => {
      const isIn = ["111122223333", APPLIANCE].includes(state.principal) && state.arn !== ROLES[2];
      const isAsked = state.id === null || state.id === trust.id;
      if (!isIn || !isAsked) return ["the appliance's trust"];
      return actions.filter((action) => !state.actions.includes(action)).slice(0, 1);
    },
  });
}

function role({ actions, id, arn, principal, more }) {
  const Condition = {
    ...(id === null ? {} : { StringEquals: { "sts:ExternalId": id } }),
    ...(arn === null ? {} : { ArnLike: { "aws:PrincipalArn": arn } }),
  };
  const statement = {
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: "sts:AssumeRole",
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: JSON.parse(policyText(more ? [statement, statement] : [statement])),
      Policies: [{ PolicyName: "all", PolicyDocument: JSON.parse(policyText([allow(actions)])) }],
    },
  };
}
