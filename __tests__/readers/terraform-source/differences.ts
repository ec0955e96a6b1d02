type Lines = Readonly<Record<string, readonly string[]>>;

interface Difference {
  /** Why the results differ: a value that only the plan knows, or only the source. */
  readonly because: string;
  readonly roles?: Lines;
  readonly trust?: Lines;
}

/** Fixtures for which the source alone has a different result from its plan. */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  "applied-attached-by-hand": {
    because: "the plan has what somebody attached by hand",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *", "aws_iam_role_policy.i: a:C on *"],
    },
  },
  "applied-delete-role": {
    because: "the plan deletes a role that the source no longer has",
    roles: {},
  },
  "applied-destroy": {
    because: "the plan destroys what the source makes",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *"],
    },
  },
  "applied-destroy-target": {
    because: "the plan destroys a part of what the source makes",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *", "aws_iam_role_policy.i: a:C on *"],
    },
  },
  "applied-detached-here": {
    because: "the plan has what somebody attached by hand",
    roles: {
      "aws_iam_role.r": [],
    },
  },
  "applied-forgotten": {
    because: "the plan forgets an attachment, which stays in the account",
    roles: {
      "aws_iam_role.r": [],
    },
  },
  "applied-refresh-only": {
    because: "the plan changes nothing of the account as it is",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *", "aws_iam_role_policy.i: a:C on *"],
    },
  },
  "applied-replace-same-name": {
    because: "the plan makes the role anew and attaches only a part of what the source has",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *", "aws_iam_role_policy.i: a:C on *", "profile true"],
    },
  },
  "applied-role-owns": {
    because: "the source does not tell whether the update of the role takes away what is attached beside its own lists",
    roles: {
      "aws_iam_role.r": [
        "own: a:E on *",
        "aws_iam_policy.p: a:B on * if aws_iam_policy.p stays only if aws_iam_role.r names it",
        "aws_iam_role_policy.i: a:C on * if aws_iam_role_policy.i stays only if aws_iam_role.r names it",
      ],
    },
  },
  "applied-role-owns-none": {
    because: "the plan has what somebody attached by hand",
    roles: {
      "aws_iam_role.r": [],
    },
  },
  "applied-state": {
    because: "the state is older than the source",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *", "aws_iam_role_policy.i: a:C on *"],
    },
  },
  "applied-target": {
    because: "the plan leaves out a role that the source has",
    roles: {
      "aws_iam_role.r": ["aws_iam_policy.p: a:B on *", "aws_iam_role_policy.i: a:C on *"],
      "aws_iam_role.s": [],
    },
  },
  "boundary-module-output": {
    because: "the unknown boundary is called by the part of it that is unknown",
    roles: {
      "aws_iam_role.r": ["boundary module.m.aws_iam_policy.this: a:b on *"],
      "aws_iam_role.s": ["boundary unresolved aws_iam_role.s: aws_iam_role.r.unique_id"],
    },
  },
  "count-of-expressions": {
    because: "the plan tells what an expression refers to, and the source what it is",
    roles: {
      'aws_iam_role.r["filtered"]': ["aws_iam_policy.c[1]: a:1 on *"],
      'aws_iam_role.r["floored"]': ["aws_iam_policy.c[0]: a:0 on *"],
      'aws_iam_role.r["halves"]': ["aws_iam_policy.c[0]: a:0 on *", "aws_iam_policy.c[1]: a:1 on *"],
      'aws_iam_role.r["made"]': [
        'unresolved aws_iam_role_policy_attachment.made[0]: replace(aws_iam_policy.c[0].arn, "c0", "other")',
      ],
      'aws_iam_role.r["picked"]': ["aws_iam_policy.c[1]: a:1 on *"],
      'aws_iam_role.r["reached"]': ["aws_iam_policy.c[0]: a:0 on *", "aws_iam_policy.c[1]: a:1 on *"],
    },
  },
  "data-role-and-policy": {
    because: "the plan has looked up a role and a policy in the account",
    roles: {
      "aws_iam_role.r": [
        "unresolved aws_iam_policy.new: policy of data.aws_iam_policy.mine",
        "profile unresolved role of data.aws_iam_instance_profile.i",
      ],
      outside: [
        "unresolved data.aws_iam_policy.mine: policy of data.aws_iam_policy.mine",
        "reference arn:aws:iam::aws:policy/AWSAccountUsageReportAccess",
        "unresolved other policies: role outside is not in this configuration",
      ],
    },
    trust: {
      outside: ["unresolved role outside is not in this configuration"],
    },
  },
  deferred: {
    because: "the source tells the role whose provider the plan could not configure",
    roles: {
      "aws_iam_role.r": [
        "unresolved aws_iam_role_policy_attachment.x: aws_iam_role_policy_attachment.x has an unknown number of instances (for_each = toset([aws_sqs_queue.q.arn]))",
      ],
      "aws_iam_role.later": [],
    },
    trust: {
      "aws_iam_role.later": ["Service ec2.amazonaws.com: sts:AssumeRole"],
    },
  },
  imported: {
    because: "the plan has what somebody attached by hand",
    roles: {
      "aws_iam_role.r": ["aws_iam_role_policy.i: a:C on *"],
    },
  },
  "module-switched-off": {
    because: "the source does not tell that an id is no empty text",
    roles: {
      "aws_iam_role.r": [
        "unresolved aws_iam_role_policy_attachment.x: attached to coalesce(module.a.role, aws_iam_role.r.id), which may be this role",
      ],
    },
  },
  "outside-two-accounts": {
    because: "the default provider's credentials are of the environment",
    roles: {
      elsewhere: [
        "aws_iam_role_policy.x: a:B on *",
        "unresolved other policies: role elsewhere is not in this configuration",
      ],
      "elsewhere (aws.other)": [
        "aws_iam_role_policy.y: a:C on *",
        "unresolved other policies: role elsewhere is not in this configuration",
      ],
      "elsewhere (aws.virginia)": [
        "aws_iam_role_policy.z: a:D on *",
        "unresolved other policies: role elsewhere is not in this configuration",
      ],
    },
  },
  "registry-module": {
    because: "the module of a registry is not here",
    roles: {},
  },
  "sensitive-condition": {
    because: "the unknown value is called by its variable",
    trust: {
      "aws_iam_role.data": [
        "AWS arn:aws:iam::111122223333:role/appliance: sts:AssumeRole if StringEquals sts:ExternalId ${var.external_id}",
        "Service ec2.amazonaws.com: sts:TagSession",
      ],
      "aws_iam_role.written": [
        "AWS arn:aws:iam::111122223333:role/appliance: sts:AssumeRole if StringLike sts:ExternalId ${var.external_id}-*",
      ],
    },
  },
  "two-accounts": {
    because: "the default provider's credentials are of the environment",
    roles: {
      "aws_iam_role.v": [],
      "module.one.aws_iam_role.w": [
        "aws_iam_role_policy.literal: a:D on *",
        "unresolved aws_iam_role_policy.literal_region: attached to role w of another provider configuration, which may be this role",
        "module.one.aws_iam_role_policy.x: a:B on *",
      ],
      "module.two.aws_iam_role.w": [
        "aws_iam_role_policy.literal_other: a:E on *",
        "unresolved aws_iam_role_policy.literal_region: attached to role w of another provider configuration, which may be this role",
        "module.two.aws_iam_role_policy.x: a:C on *",
      ],
    },
  },
};
