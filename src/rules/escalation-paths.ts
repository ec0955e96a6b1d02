/** Actions that together let a role gain permissions that nobody granted it. */
export interface EscalationPath {
  readonly actions: readonly string[];
  /** The effect, to follow "lets the role". */
  readonly effect: string;
  /** Whether the path needs the actions on every resource. A role may legitimately assume one specific role. */
  readonly everywhere?: true;
}

const OWN_POLICIES = "change its own policies or another identity's";
const TRUST = "rewrite other roles' trust policies";
const CREDENTIALS = "create or change a user's credentials";
const PASSED = "run code as any role that it may pass";
const RUNNING = "run code with another role's permissions";

const pass = (...actions: readonly string[]): EscalationPath => ({
  actions: ["iam:PassRole", ...actions],
  effect: PASSED,
});
const alone = (effect: string, ...actions: readonly string[]): readonly EscalationPath[] =>
  actions.map((action) => ({ actions: [action], effect }));

/**
 * Known ways to turn some permissions into more, grouped by effect. Compiled from published research, and each checked against the API
 * reference of its actions: Rhino Security Labs, https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/ and its
 * second part; Bishop Fox, https://bishopfox.com/blog/privilege-escalation-in-aws; on passing roles,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html.
 */
export const escalationPaths = (): readonly EscalationPath[] => [
  ...alone(
    OWN_POLICIES,
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
    "iam:AddUserToGroup",
  ),
  ...alone("lift a permissions boundary", "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"),
  ...alone(TRUST, "iam:UpdateAssumeRolePolicy"),
  { actions: ["sts:AssumeRole"], effect: "become every role that trusts its account", everywhere: true },
  ...alone(CREDENTIALS, "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"),
  pass("ec2:RunInstances"),
  pass("ec2:AssociateIamInstanceProfile"),
  pass("ec2:ReplaceIamInstanceProfileAssociation"),
  pass("lambda:CreateFunction", "lambda:InvokeFunction"),
  pass("lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
  pass("lambda:CreateFunction", "lambda:AddPermission"),
  pass("cloudformation:CreateStack"),
  pass("ecs:RegisterTaskDefinition", "ecs:RunTask"),
  pass("codebuild:CreateProject", "codebuild:StartBuild"),
  pass("glue:CreateJob", "glue:StartJobRun"),
  pass("glue:CreateDevEndpoint"),
  pass("sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"),
  pass("datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"),
  ...alone(
    RUNNING,
    "lambda:UpdateFunctionCode",
    "lambda:UpdateFunctionConfiguration",
    "glue:UpdateDevEndpoint",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
    "ssm:SendCommand",
    "ssm:StartSession",
    "ec2-instance-connect:SendSSHPublicKey",
  ),
];
