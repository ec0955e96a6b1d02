/** Actions that together let a role gain permissions that nobody granted it. */
export interface EscalationPath {
  readonly actions: readonly string[];
  /** The effect of the actions, as a verb phrase. */
  readonly gives: string;
  /** Whether the path needs the actions on every resource. A role may legitimately assume one specific role. */
  readonly everywhere?: true;
}

const OWN_POLICIES = "changes its own policies or those of another identity";
const TRUST = "rewrites other roles' trust policies";
const CREDENTIALS = "creates or changes another user's credentials";
const PASSED = "runs code as any role that it may pass";
const RUNNING = "runs code with another role's permissions";

const pass = (...actions: readonly string[]): EscalationPath => ({
  actions: ["iam:PassRole", ...actions],
  gives: PASSED,
});
const alone = (gives: string, ...actions: readonly string[]): readonly EscalationPath[] =>
  actions.map((action) => ({ actions: [action], gives }));

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
  ...alone("lifts a permissions boundary", "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"),
  ...alone(TRUST, "iam:UpdateAssumeRolePolicy"),
  { actions: ["sts:AssumeRole"], gives: "becomes every role that trusts its account", everywhere: true },
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
