export const id = 973;
export const ids = [973];
export const modules = {

/***/ 3973:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  policyCommand: () => (/* binding */ policyCommand)
});

// EXTERNAL MODULE: ./lib/config/appliance.js
var config_appliance = __webpack_require__(9585);
;// CONCATENATED MODULE: ./lib/fixes/role-source.js
function leastRole(kinds, appliance) {
    const actions = new Set(kinds.flatMap((kind) => kind.actions.map(({ action }) => action)));
    return { actions: [...actions].sort(), attached: kinds.some(({ trust }) => trust.includes("ec2")), appliance };
}
/** The permissions as a policy document in JSON. */
function policyDocument({ actions }) {
    const statement = { Sid: "VeeamWorkers", Effect: "Allow", Action: actions, Resource: "*" };
    return `${JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2)}\n`;
}
/** Role, policy and, where instances carry it, instance profile as a CloudFormation template. */
function cloudFormationTemplate({ actions, attached, appliance }) {
    const parameter = appliance === null
        ? "Parameters:\n  ApplianceArn:\n    Type: String\n    Description: ARN of the backup appliance's impersonation role, or of its account\n"
        : "";
    const ec2 = "          - Effect: Allow\n            Principal:\n              Service: !Sub ec2.${AWS::URLSuffix}\n            Action: sts:AssumeRole\n";
    const profile = "  VeeamWorkerProfile:\n    Type: AWS::IAM::InstanceProfile\n    Properties:\n      Roles:\n        - !Ref VeeamWorkerRole\n";
    return `AWSTemplateFormatVersion: "2010-09-09"
${parameter}Resources:
  VeeamWorkerRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: ${appliance === null ? "!Ref ApplianceArn" : JSON.stringify(appliance)}
            Action: sts:AssumeRole
${attached ? ec2 : ""}  VeeamWorkerPolicy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref VeeamWorkerRole
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: VeeamWorkers
            Effect: Allow
            Action:
${actions.map((action) => `              - ${action}\n`).join("")}            Resource: "*"
${attached ? profile : ""}`;
}
/** The same as Terraform. */
function terraformSource({ actions, attached, appliance }) {
    const variable = appliance === null
        ? `variable "appliance_arn" {\n  description = "ARN of the backup appliance's impersonation role, or of its account"\n  type        = string\n}\n\n`
        : "";
    const ec2 = `\n  statement {\n    actions = ["sts:AssumeRole"]\n    principals {\n      type        = "Service"\n      identifiers = ["ec2.amazonaws.com"]\n    }\n  }\n`;
    const profile = `\nresource "aws_iam_instance_profile" "veeam_worker" {\n  name = "veeam-worker"\n  role = aws_iam_role.veeam_worker.name\n}\n`;
    return `${variable}data "aws_iam_policy_document" "veeam_worker_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [${appliance === null ? "var.appliance_arn" : JSON.stringify(appliance)}]
    }
  }
${attached ? ec2 : ""}}

resource "aws_iam_role" "veeam_worker" {
  name               = "veeam-worker"
  assume_role_policy = data.aws_iam_policy_document.veeam_worker_trust.json
}

data "aws_iam_policy_document" "veeam_worker" {
  statement {
    sid = "VeeamWorkers"
    actions = [
${actions.map((action) => `      ${JSON.stringify(action)},\n`).join("")}    ]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "veeam_worker" {
  name   = "veeam-worker"
  policy = data.aws_iam_policy_document.veeam_worker.json
}

resource "aws_iam_role_policy_attachment" "veeam_worker" {
  role       = aws_iam_role.veeam_worker.name
  policy_arn = aws_iam_policy.veeam_worker.arn
}
${attached ? profile : ""}`;
}

// EXTERNAL MODULE: ./lib/requirements/load-requirements.js + 4 modules
var load_requirements = __webpack_require__(4748);
// EXTERNAL MODULE: ./lib/requirements/requirements.js
var requirements = __webpack_require__(3666);
// EXTERNAL MODULE: ./lib/cli/refuse.js
var refuse = __webpack_require__(6136);
;// CONCATENATED MODULE: ./lib/cli/policy-command.js





/** `policy KIND...`: the least policy; as CloudFormation or Terraform with role, trust and instance profile. */
function policyCommand(line, terminal) {
    const format = (0,refuse/* chooseFormat */.H8)(line, ["json", "cloudformation", "terraform"], terminal);
    if (format === null)
        return 2;
    const loaded = (0,load_requirements/* loadRequirements */.V)(line.inputs.get("requirements") || "7");
    if ("message" in loaded)
        return (0,refuse/* usageError */.Wp)(terminal, loaded.message, loaded.help);
    const { kinds, unknown } = (0,requirements/* expandKinds */.ET)(loaded.requirements, line.operands);
    const known = [...loaded.requirements.kinds.map(({ name }) => name), ...loaded.requirements.aliases.keys()].join(", ");
    if (unknown.length > 0)
        return (0,refuse/* usageError */.Wp)(terminal, `there is no kind ${unknown.join(", ")}`, `kinds are ${known}`);
    if (kinds.length === 0)
        return (0,refuse/* usageError */.Wp)(terminal, "policy takes at least one kind", `kinds are ${known}`);
    const appliance = line.inputs.get("appliance") || null;
    if (appliance !== null && !(0,config_appliance/* isApplianceId */.v)(appliance)) {
        return (0,refuse/* usageError */.Wp)(terminal, `--appliance ${appliance} is neither a role ARN nor an account`, "give one ARN or 12-digit account id");
    }
    const role = leastRole(kinds, appliance);
    const write = { json: policyDocument, cloudformation: cloudFormationTemplate, terraform: terraformSource }[format];
    terminal.out(write(role));
    return 0;
}


/***/ }),

/***/ 9585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ isApplianceId)
/* harmony export */ });
/** An account id, or the ARN of an account's root, a role or an assumed role's role, in any partition. */
const appliancePattern = /^(?:\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|role\/\S+|user\/\S+))$/;
function isApplianceId(text) {
    return appliancePattern.test(text);
}


/***/ })

};
