export const id = 355;
export const ids = [355];
export const modules = {

/***/ 6136:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H8: () => (/* binding */ chooseFormat),
/* harmony export */   TR: () => (/* binding */ refuse),
/* harmony export */   Wp: () => (/* binding */ usageError)
/* harmony export */ });
/* harmony import */ var _source_location_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7870);
/* harmony import */ var _source_place_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9442);


/** Exit status of usage and configuration errors. */
const USAGE_STATUS = 2;
function refuse(problems, terminal) {
    for (const { message, help, place } of problems) {
        const where = place === null ? "" : `${(0,_source_location_js__WEBPACK_IMPORTED_MODULE_1__/* .formatLocation */ .j)((0,_source_place_js__WEBPACK_IMPORTED_MODULE_0__/* .locate */ .x5)(place))}: `;
        terminal.error(`error: ${where}${message}\n${help === null ? "" : `  help: ${help}\n`}`);
    }
    return USAGE_STATUS;
}
function usageError(terminal, message, help) {
    return refuse([{ message, help, place: null }], terminal);
}
/** The format asked for, or the first one; null, with an error told, when the command has no such format. */
function chooseFormat(line, formats, terminal) {
    if (line.format === null)
        return formats[0];
    const format = formats.find((known) => known === line.format);
    if (format === undefined)
        usageError(terminal, `there is no format ${line.format} of ${line.command}`, `formats are ${formats.join(", ")}`);
    return format ?? null;
}


/***/ }),

/***/ 4748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ loadRequirements)
});

// EXTERNAL MODULE: ./lib/requirements/requirements.js
var requirements = __webpack_require__(3666);
;// CONCATENATED MODULE: ./lib/requirements/catalogue/v7.js
/** Veeam Backup for AWS 7, page "Worker IAM Role Permissions". `date` is the day on which the lists were read from it. */
const v7 = {
    version: "7",
    product: "Veeam Backup for AWS",
    title: "Worker IAM Role Permissions",
    source: "Veeam Backup for AWS 7 User Guide, Worker IAM Role Permissions",
    date: "2026-11-23",
    kinds: [
        {
            name: "backup",
            description: "the role named in backup policy settings: deploys workers for image-level backup (EC2, RDS)",
            trust: ["appliance"],
            actions: [
                "ebs:ListChangedBlocks",
                "ebs:ListSnapshotBlocks",
                "ec2:AttachVolume",
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:CopySnapshot",
                "ec2:CreateKeyPair",
                "ec2:CreateSecurityGroup",
                "ec2:CreateSnapshot",
                "ec2:CreateSnapshots",
                "ec2:CreateTags",
                "ec2:CreateVolume",
                "ec2:DeleteKeyPair",
                "ec2:DeleteSecurityGroup",
                "ec2:DeleteSnapshot",
                "ec2:DeleteTags",
                "ec2:DeleteVolume",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeConversionTasks",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeInternetGateways",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRegions",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSnapshotAttribute",
                "ec2:DescribeSnapshots",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
                "ec2:DescribeVolumeAttribute",
                "ec2:DescribeVolumes",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcs",
                "ec2:DetachVolume",
                "ec2:GetEbsDefaultKmsKeyId",
                "ec2:ModifyInstanceAttribute",
                "ec2:ModifySnapshotAttribute",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "ec2:TerminateInstances",
                "events:DeleteRule",
                "events:DescribeRule",
                "events:ListTargetsByRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetInstanceProfile",
                "iam:GetRole",
                "iam:ListAccountAliases",
                "iam:ListInstanceProfiles",
                "iam:ListInstanceProfilesForRole",
                "iam:PassRole",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "rds:ModifyDBInstance",
                "servicequotas:ListServiceQuotas",
                "sns:CreateTopic",
                "sns:DeleteTopic",
                "sns:ListSubscriptionsByTopic",
                "sns:ListTopics",
                "sns:SetTopicAttributes",
                "sns:Subscribe",
                "sns:Unsubscribe",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "sqs:SetQueueAttributes",
                "ssm:DescribeInstanceInformation",
                "ssm:GetCommandInvocation",
                "ssm:GetParameter",
                "ssm:SendCommand",
            ],
        },
        {
            name: "restore",
            description: "the role named in restore settings: deploys workers for restores",
            trust: ["appliance"],
            actions: [
                "ec2:AllocateAddress",
                "ec2:AssignPrivateIpAddresses",
                "ec2:AssociateAddress",
                "ec2:AttachNetworkInterface",
                "ec2:AttachVolume",
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:CopySnapshot",
                "ec2:CreateKeyPair",
                "ec2:CreateNetworkInterface",
                "ec2:CreateSecurityGroup",
                "ec2:CreateTags",
                "ec2:CreateVolume",
                "ec2:DeleteKeyPair",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteSecurityGroup",
                "ec2:DeleteSnapshot",
                "ec2:DeleteTags",
                "ec2:DeleteVolume",
                "ec2:DeregisterImage",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstances",
                "ec2:DescribeInternetGateways",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRegions",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSnapshots",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
                "ec2:DescribeVolumes",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcs",
                "ec2:DetachVolume",
                "ec2:DisassociateAddress",
                "ec2:GetEbsDefaultKmsKeyId",
                "ec2:ImportImage",
                "ec2:ModifyInstanceAttribute",
                "ec2:ModifyNetworkInterfaceAttribute",
                "ec2:ModifySnapshotAttribute",
                "ec2:ModifyVolume",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "ec2:StopInstances",
                "ec2:TerminateInstances",
                "events:DeleteRule",
                "events:DescribeRule",
                "events:ListTargetsByRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
                "iam:AddRoleToInstanceProfile",
                "iam:AttachRolePolicy",
                "iam:CreateInstanceProfile",
                "iam:DeleteInstanceProfile",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetInstanceProfile",
                "iam:GetRole",
                "iam:ListAccountAliases",
                "iam:ListAttachedRolePolicies",
                "iam:ListInstanceProfilesForRole",
                "iam:ListRolePolicies",
                "iam:PassRole",
                "iam:PutRolePolicy",
                "iam:RemoveRoleFromInstanceProfile",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "rds:ModifyDBInstance",
                "s3:GetBucketLocation",
                "servicequotas:ListServiceQuotas",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "ssm:GetCommandInvocation",
                "ssm:GetParameter",
                "ssm:SendCommand",
            ],
        },
        {
            name: "communication",
            description: "the role attached to the worker instances",
            trust: ["appliance", "ec2"],
            actions: [
                "ec2messages:AcknowledgeMessage",
                "ec2messages:DeleteMessage",
                "ec2messages:FailMessage",
                "ec2messages:GetEndpoint",
                "ec2messages:GetMessages",
                "ec2messages:SendReply",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "iam:SimulatePrincipalPolicy",
                "sqs:DeleteMessage",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "ssm:DescribeAssociation",
                "ssm:DescribeDocument",
                "ssm:GetDeployablePatchSnapshotForInstance",
                "ssm:GetDocument",
                "ssm:GetManifest",
                "ssm:GetParameter",
                "ssm:GetParameters",
                "ssm:ListAssociations",
                "ssm:ListInstanceAssociations",
                "ssm:PutComplianceItems",
                "ssm:PutConfigurePackageResult",
                "ssm:PutInventory",
                "ssm:UpdateAssociationStatus",
                "ssm:UpdateInstanceAssociationStatus",
                "ssm:UpdateInstanceInformation",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
        },
    ],
    aliases: {
        "backup-worker": ["backup", "communication"],
        "restore-worker": ["restore", "communication"],
        worker: ["backup", "restore", "communication"],
    },
};

;// CONCATENATED MODULE: ./lib/requirements/catalogue/v10.js
/** Version 10 lists permissions by workload; the aliases map version 7's kinds to them. `date` is the day on which the lists were read. */
const v10 = {
    version: "10",
    product: "Veeam Backup for AWS",
    title: "IAM Role Permissions by Workload",
    source: "Veeam Backup for AWS 10 User Guide, IAM role permissions",
    date: "2026-11-23",
    kinds: [
        {
            name: "ec2-backup",
            description: "EC2 backup",
            trust: ["appliance"],
            actions: [
                "ebs:ListChangedBlocks",
                "ebs:ListSnapshotBlocks",
                "ec2:CopySnapshot",
                "ec2:CreateSnapshot",
                "ec2:CreateSnapshots",
                "ec2:CreateTags",
                "ec2:DeleteSnapshot",
                "ec2:DeleteTags",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeConversionTasks",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRegions",
                "ec2:DescribeSnapshotAttribute",
                "ec2:DescribeSnapshots",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
                "ec2:DescribeVolumeAttribute",
                "ec2:DescribeVolumes",
                "ec2:DescribeVpcs",
                "ec2:GetEbsDefaultKmsKeyId",
                "ec2:ModifySnapshotAttribute",
                "events:DeleteRule",
                "events:DescribeRule",
                "events:ListTargetsByRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetInstanceProfile",
                "iam:ListAccountAliases",
                "iam:ListInstanceProfiles",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "servicequotas:ListServiceQuotas",
                "sns:CreateTopic",
                "sns:DeleteTopic",
                "sns:ListSubscriptionsByTopic",
                "sns:ListTopics",
                "sns:SetTopicAttributes",
                "sns:Subscribe",
                "sns:Unsubscribe",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SetQueueAttributes",
                "ssm:DescribeInstanceInformation",
                "ssm:GetCommandInvocation",
                "ssm:SendCommand",
            ],
        },
        {
            name: "ec2-backup-worker",
            description: "what EC2 backup needs beside it to deploy workers in production accounts",
            trust: ["appliance"],
            actions: [
                "ec2:AttachVolume",
                "ec2:CreateKeyPair",
                "ec2:CreateVolume",
                "ec2:DeleteKeyPair",
                "ec2:DeleteVolume",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeSecurityGroups",
                "ec2:DetachVolume",
                "ec2:ModifyInstanceAttribute",
                "ec2:RunInstances",
                "ec2:TerminateInstances",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "iam:PassRole",
                "sqs:SendMessage",
                "ssm:GetParameter",
            ],
        },
        {
            name: "rds-backup",
            description: "RDS backup",
            trust: ["appliance"],
            actions: [
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeRegions",
                "ec2:DescribeVpcs",
                "events:DeleteRule",
                "events:DescribeRule",
                "events:ListTargetsByRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:ListAccountAliases",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "rds:AddTagsToResource",
                "rds:CopyDBClusterSnapshot",
                "rds:CopyDBSnapshot",
                "rds:CreateDBClusterSnapshot",
                "rds:CreateDBSnapshot",
                "rds:DeleteDBClusterSnapshot",
                "rds:DeleteDBSnapshot",
                "rds:DescribeDBClusterSnapshots",
                "rds:DescribeDBClusters",
                "rds:DescribeDBInstances",
                "rds:DescribeDBSnapshots",
                "rds:DescribeDBSubnetGroups",
                "rds:ListTagsForResource",
                "rds:ModifyDBClusterSnapshotAttribute",
                "rds:ModifyDBSnapshotAttribute",
                "rds:RemoveTagsFromResource",
                "sns:CreateTopic",
                "sns:DeleteTopic",
                "sns:ListSubscriptionsByTopic",
                "sns:ListTopics",
                "sns:SetTopicAttributes",
                "sns:Subscribe",
                "sns:Unsubscribe",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SetQueueAttributes",
            ],
        },
        {
            name: "rds-backup-worker",
            description: "what RDS backup needs beside it to deploy workers in production accounts",
            trust: ["appliance"],
            actions: [
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:CreateKeyPair",
                "ec2:CreateSecurityGroup",
                "ec2:CreateTags",
                "ec2:DeleteKeyPair",
                "ec2:DeleteSecurityGroup",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstances",
                "ec2:DescribeInternetGateways",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcEndpoints",
                "ec2:ModifyInstanceAttribute",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "ec2:TerminateInstances",
                "iam:GetInstanceProfile",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "iam:PassRole",
                "rds:DescribeOptionGroups",
                "rds:ModifyDBInstance",
                "s3:CreateBucket",
                "s3:DeleteBucket",
                "s3:DeleteObject",
                "s3:GetObject",
                "s3:ListAllMyBuckets",
                "s3:ListBucket",
                "s3:PutBucketPolicy",
                "servicequotas:ListServiceQuotas",
                "sqs:SendMessage",
                "ssm:GetCommandInvocation",
                "ssm:GetParameter",
                "ssm:SendCommand",
            ],
        },
        {
            name: "ec2-restore",
            description: "EC2 restore",
            trust: ["appliance"],
            actions: [
                "ec2:AllocateAddress",
                "ec2:AssignPrivateIpAddresses",
                "ec2:AssociateAddress",
                "ec2:AssociateIamInstanceProfile",
                "ec2:AttachNetworkInterface",
                "ec2:AttachVolume",
                "ec2:CopySnapshot",
                "ec2:CreateNetworkInterface",
                "ec2:CreateTags",
                "ec2:CreateVolume",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteSnapshot",
                "ec2:DeleteTags",
                "ec2:DeleteVolume",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeConversionTasks",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRegions",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSnapshotAttribute",
                "ec2:DescribeSnapshots",
                "ec2:DescribeSubnets",
                "ec2:DescribeVolumeAttribute",
                "ec2:DescribeVolumes",
                "ec2:DescribeVpcs",
                "ec2:DetachVolume",
                "ec2:DisassociateAddress",
                "ec2:GetEbsDefaultKmsKeyId",
                "ec2:ModifyInstanceAttribute",
                "ec2:ModifyNetworkInterfaceAttribute",
                "ec2:ModifyVolume",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "ec2:StopInstances",
                "ec2:TerminateInstances",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetInstanceProfile",
                "iam:ListAccountAliases",
                "iam:ListInstanceProfiles",
                "iam:PassRole",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
        },
        {
            name: "ec2-restore-worker",
            description: "what EC2 restore needs beside it to deploy workers in production accounts",
            trust: ["appliance"],
            actions: [
                "ec2:CreateKeyPair",
                "ec2:DeleteKeyPair",
                "ec2:DescribeAccountAttributes",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "servicequotas:ListServiceQuotas",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "sqs:SetQueueAttributes",
                "ssm:GetCommandInvocation",
                "ssm:GetParameter",
                "ssm:SendCommand",
            ],
        },
        {
            name: "rds-restore",
            description: "RDS database restore",
            trust: ["appliance"],
            actions: [
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:CreateKeyPair",
                "ec2:CreateSecurityGroup",
                "ec2:CreateTags",
                "ec2:DeleteKeyPair",
                "ec2:DeleteSecurityGroup",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstances",
                "ec2:DescribeInternetGateways",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeRegions",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcs",
                "ec2:ModifyInstanceAttribute",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "ec2:TerminateInstances",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetInstanceProfile",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "iam:PassRole",
                "iam:SimulatePrincipalPolicy",
                "rds:DescribeDBInstances",
                "rds:DescribeDBSubnetGroups",
                "rds:ModifyDBInstance",
                "s3:CreateBucket",
                "s3:DeleteBucket",
                "s3:DeleteObject",
                "s3:ListAllMyBuckets",
                "s3:ListBucket",
                "s3:PutBucketPolicy",
                "s3:PutObject",
                "servicequotas:ListServiceQuotas",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "sqs:SetQueueAttributes",
                "ssm:GetCommandInvocation",
                "ssm:GetParameter",
                "ssm:SendCommand",
            ],
        },
        {
            name: "file-level-recovery",
            description: "workers for file-level recovery",
            trust: ["appliance"],
            actions: [
                "ec2:AttachNetworkInterface",
                "ec2:AttachVolume",
                "ec2:CopySnapshot",
                "ec2:CreateKeyPair",
                "ec2:CreateNetworkInterface",
                "ec2:CreateSnapshot",
                "ec2:CreateTags",
                "ec2:CreateVolume",
                "ec2:DeleteKeyPair",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteSnapshot",
                "ec2:DeleteVolume",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstances",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRegions",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSnapshotAttribute",
                "ec2:DescribeSnapshots",
                "ec2:DescribeSubnets",
                "ec2:DescribeVolumeAttribute",
                "ec2:DescribeVolumes",
                "ec2:DescribeVpcs",
                "ec2:DetachVolume",
                "ec2:ModifyInstanceAttribute",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "ec2:StopInstances",
                "ec2:TerminateInstances",
                "ec2messages:AcknowledgeMessage",
                "ec2messages:DeleteMessage",
                "ec2messages:FailMessage",
                "ec2messages:GetEndpoint",
                "ec2messages:GetMessages",
                "ec2messages:SendReply",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetRole",
                "iam:ListAccountAliases",
                "iam:ListInstanceProfilesForRole",
                "iam:PassRole",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "servicequotas:ListServiceQuotas",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "sqs:SetQueueAttributes",
                "ssm:DescribeAssociation",
                "ssm:DescribeDocument",
                "ssm:GetCommandInvocation",
                "ssm:GetDeployablePatchSnapshotForInstance",
                "ssm:GetDocument",
                "ssm:GetManifest",
                "ssm:GetParameter",
                "ssm:GetParameters",
                "ssm:ListAssociations",
                "ssm:ListInstanceAssociations",
                "ssm:PutComplianceItems",
                "ssm:PutConfigurePackageResult",
                "ssm:PutInventory",
                "ssm:SendCommand",
                "ssm:UpdateAssociationStatus",
                "ssm:UpdateInstanceAssociationStatus",
                "ssm:UpdateInstanceInformation",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
        },
        {
            name: "communication",
            description: "the role attached to the worker instances",
            trust: ["appliance", "ec2"],
            actions: [
                "ec2messages:AcknowledgeMessage",
                "ec2messages:DeleteMessage",
                "ec2messages:FailMessage",
                "ec2messages:GetEndpoint",
                "ec2messages:GetMessages",
                "ec2messages:SendReply",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "iam:SimulatePrincipalPolicy",
                "sqs:DeleteMessage",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "ssm:DescribeAssociation",
                "ssm:DescribeDocument",
                "ssm:GetDeployablePatchSnapshotForInstance",
                "ssm:GetDocument",
                "ssm:GetManifest",
                "ssm:GetParameter",
                "ssm:GetParameters",
                "ssm:ListAssociations",
                "ssm:ListInstanceAssociations",
                "ssm:PutComplianceItems",
                "ssm:PutConfigurePackageResult",
                "ssm:PutInventory",
                "ssm:UpdateAssociationStatus",
                "ssm:UpdateInstanceAssociationStatus",
                "ssm:UpdateInstanceInformation",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
        },
    ],
    aliases: {
        backup: ["ec2-backup", "ec2-backup-worker", "rds-backup", "rds-backup-worker"],
        restore: ["ec2-restore", "ec2-restore-worker", "rds-restore"],
        "backup-worker": ["ec2-backup", "ec2-backup-worker", "rds-backup", "rds-backup-worker", "communication"],
        "restore-worker": ["ec2-restore", "ec2-restore-worker", "rds-restore", "communication"],
        worker: [
            "ec2-backup",
            "ec2-backup-worker",
            "rds-backup",
            "rds-backup-worker",
            "ec2-restore",
            "ec2-restore-worker",
            "rds-restore",
            "communication",
        ],
    },
};

;// CONCATENATED MODULE: ./lib/requirements/catalogue/v13-1.js
/** Version 13.1, as far as its lists are at hand: EC2 backup and communication. Restore is left out, not guessed. */
const v13_1 = {
    version: "13.1",
    product: "Veeam Backup for AWS",
    title: "IAM Role Permissions by Workload",
    source: "Veeam Backup for AWS 13.1 User Guide, IAM role permissions",
    date: "2026-11-23",
    kinds: [
        {
            name: "ec2-backup",
            description: "EC2 backup",
            trust: ["appliance"],
            actions: [
                "ebs:GetSnapshotBlock",
                "ebs:ListChangedBlocks",
                "ebs:ListSnapshotBlocks",
                "ec2:CopySnapshot",
                "ec2:CreateSnapshot",
                "ec2:CreateSnapshots",
                "ec2:CreateTags",
                "ec2:DeleteSnapshot",
                "ec2:DeleteTags",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeConversionTasks",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceAttribute",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRegions",
                "ec2:DescribeSnapshotAttribute",
                "ec2:DescribeSnapshots",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
                "ec2:DescribeVolumeAttribute",
                "ec2:DescribeVolumes",
                "ec2:DescribeVpcs",
                "ec2:GetEbsDefaultKmsKeyId",
                "ec2:ModifySnapshotAttribute",
                "events:DeleteRule",
                "events:DescribeRule",
                "events:ListTargetsByRule",
                "events:PutRule",
                "events:PutTargets",
                "events:RemoveTargets",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetInstanceProfile",
                "iam:ListAccountAliases",
                "iam:ListInstanceProfiles",
                "iam:SimulatePrincipalPolicy",
                "kms:CreateGrant",
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GetKeyPolicy",
                "kms:ListAliases",
                "kms:ListKeys",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "servicequotas:ListServiceQuotas",
                "sns:CreateTopic",
                "sns:DeleteTopic",
                "sns:ListSubscriptionsByTopic",
                "sns:ListTopics",
                "sns:SetTopicAttributes",
                "sns:Subscribe",
                "sns:Unsubscribe",
                "sqs:CreateQueue",
                "sqs:DeleteMessage",
                "sqs:DeleteQueue",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SetQueueAttributes",
                "ssm:DescribeInstanceInformation",
                "ssm:GetCommandInvocation",
                "ssm:SendCommand",
            ],
        },
        {
            name: "ec2-backup-worker",
            description: "what EC2 backup needs beside it to deploy workers in production accounts",
            trust: ["appliance"],
            actions: [
                "ec2:AttachVolume",
                "ec2:CreateKeyPair",
                "ec2:CreateVolume",
                "ec2:DeleteKeyPair",
                "ec2:DeleteVolume",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeKeyPairs",
                "ec2:DescribeSecurityGroups",
                "ec2:DetachVolume",
                "ec2:ModifyInstanceAttribute",
                "ec2:RunInstances",
                "ec2:TerminateInstances",
                "iam:GetRole",
                "iam:ListInstanceProfilesForRole",
                "iam:PassRole",
                "sqs:SendMessage",
                "ssm:GetParameter",
            ],
        },
        {
            name: "communication",
            description: "the role attached to the worker instances",
            trust: ["appliance", "ec2"],
            actions: [
                "ec2messages:AcknowledgeMessage",
                "ec2messages:DeleteMessage",
                "ec2messages:FailMessage",
                "ec2messages:GetEndpoint",
                "ec2messages:GetMessages",
                "ec2messages:SendReply",
                "iam:GetContextKeysForPrincipalPolicy",
                "iam:GetRole",
                "iam:ListAccountAliases",
                "iam:ListInstanceProfilesForRole",
                "iam:SimulatePrincipalPolicy",
                "pricing:GetProducts",
                "sqs:DeleteMessage",
                "sqs:ListQueues",
                "sqs:ReceiveMessage",
                "sqs:SendMessage",
                "ssm:DescribeAssociation",
                "ssm:DescribeDocument",
                "ssm:GetDeployablePatchSnapshotForInstance",
                "ssm:GetDocument",
                "ssm:GetManifest",
                "ssm:GetParameter",
                "ssm:GetParameters",
                "ssm:ListAssociations",
                "ssm:ListInstanceAssociations",
                "ssm:PutComplianceItems",
                "ssm:PutConfigurePackageResult",
                "ssm:PutInventory",
                "ssm:UpdateAssociationStatus",
                "ssm:UpdateInstanceAssociationStatus",
                "ssm:UpdateInstanceInformation",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
        },
    ],
    aliases: {
        backup: ["ec2-backup", "ec2-backup-worker"],
        "backup-worker": ["ec2-backup", "ec2-backup-worker", "communication"],
    },
};

;// CONCATENATED MODULE: ./lib/requirements/catalogue/index.js




/** Every version of the vendor's lists that we hold. A new version is one data file and one entry here. */
const versions = [v7, v10, v13_1];
function catalogueVersions() {
    return versions.map((data) => data.version);
}
/** The requirements of a version, or null when the catalogue does not hold it. */
function catalogueRequirements(version) {
    const data = versions.find((candidate) => candidate.version === version);
    return data === undefined ? null : (0,requirements/* requirementsFromData */.b3)(data);
}

;// CONCATENATED MODULE: ./lib/requirements/load-requirements.js

/** The requirements that the option names: a version of the catalogue. */
function loadRequirements(name) {
    const requirements = catalogueRequirements(name);
    if (requirements !== null)
        return { requirements };
    return { message: `there are no requirements \`${name}\``, help: `versions are ${catalogueVersions().join(", ")}` };
}


/***/ }),

/***/ 3666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ET: () => (/* binding */ expandKinds),
/* harmony export */   b3: () => (/* binding */ requirementsFromData)
/* harmony export */ });
/* unused harmony export kindNamed */
function requirementsFromData(data) {
    return {
        ...data,
        kinds: data.kinds.map((kind) => ({
            ...kind,
            actions: kind.actions.map((action) => ({ action, resources: ["*"] })),
        })),
        aliases: new Map(Object.entries(data.aliases)),
    };
}
function kindNamed(requirements, name) {
    return requirements.kinds.find((kind) => kind.name === name);
}
/**
 * The kinds that names stand for, aliases expanded, in the order of the requirements and each once; the names that stand
 * for nothing are `unknown`.
 */
function expandKinds(requirements, names) {
    const wanted = new Set();
    const unknown = [];
    for (const name of names) {
        const expanded = requirements.aliases.get(name) ?? (kindNamed(requirements, name) ? [name] : undefined);
        if (expanded === undefined)
            unknown.push(name);
        else
            for (const kind of expanded)
                wanted.add(kind);
    }
    return { kinds: requirements.kinds.filter((kind) => wanted.has(kind.name)), unknown };
}


/***/ }),

/***/ 2242:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ locateOffsets)
/* harmony export */ });
const lineStarts = new WeakMap();
function startsOf(file) {
    const known = lineStarts.get(file);
    if (known !== undefined)
        return known;
    const starts = [0];
    for (let at = file.text.indexOf("\n"); at !== -1; at = file.text.indexOf("\n", at + 1))
        starts.push(at + 1);
    lineStarts.set(file, starts);
    return starts;
}
/** The line (from 0) that holds an offset. */
function lineOf(starts, offset) {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}
/** Turns two offsets into lines and columns. Lines are indexed once per file, at the first call. */
function locateOffsets(file, start, end) {
    const starts = startsOf(file);
    const first = lineOf(starts, start);
    const last = lineOf(starts, end);
    return {
        file: file.path,
        line: first + 1,
        column: start - (starts[first] ?? 0) + 1,
        endLine: last + 1,
        endColumn: end - (starts[last] ?? 0) + 1,
    };
}


/***/ }),

/***/ 9442:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IF: () => (/* binding */ childPlace),
/* harmony export */   Vz: () => (/* binding */ keyPlace),
/* harmony export */   W7: () => (/* binding */ fileOf),
/* harmony export */   Wf: () => (/* binding */ filePlace),
/* harmony export */   XM: () => (/* binding */ pathOf),
/* harmony export */   be: () => (/* binding */ rangeOf),
/* harmony export */   eG: () => (/* binding */ rootPlace),
/* harmony export */   x5: () => (/* binding */ locate),
/* harmony export */   xG: () => (/* binding */ rangePlace)
/* harmony export */ });
/* harmony import */ var _line_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2242);

function filePlace(file) {
    return { kind: "file", file };
}
function rangePlace(file, start, end) {
    return { kind: "range", file, start, end };
}
function rootPlace(document) {
    return { kind: "node", document, parent: null, key: null, part: "value" };
}
function childPlace(parent, key) {
    return { kind: "node", document: parent.document, parent, key, part: "value" };
}
/** The key of the node instead of its value. */
function keyPlace(place) {
    return { ...place, part: "key" };
}
function pathOf(place) {
    const path = [];
    for (let node = place; node !== null; node = node.parent) {
        if (node.key !== null)
            path.push(node.key);
    }
    return path.reverse();
}
function fileOf(place) {
    switch (place.kind) {
        case "file":
            return place.file;
        case "range":
            return place.file.path;
        case "node":
            return place.document.file.path;
    }
}
/** The text range of a place, with its file; `null` when only the file is known. */
function rangeOf(place) {
    switch (place.kind) {
        case "file":
            return null;
        case "range":
            return place;
        case "node": {
            const range = place.document.find(pathOf(place), place.part);
            return range === null ? null : rangePlace(place.document.file, range.start, range.end);
        }
    }
}
function locate(place) {
    const range = rangeOf(place);
    return range === null ? { file: fileOf(place) } : (0,_line_index_js__WEBPACK_IMPORTED_MODULE_0__/* .locateOffsets */ .T)(range.file, range.start, range.end);
}


/***/ })

};
