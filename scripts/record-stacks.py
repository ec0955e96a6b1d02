"""Creates the stacks of __tests__/readers/cloudformation/stacks in moto, a stand-in for AWS, and records the resulting roles.

moto ignores ManagedPolicyArns and AWS::NoValue, so the templates don't use them.
Not part of the tests, which compare with the recorded roles. Needs moto and boto3 from PyPI:

    pip install 'moto[cloudformation,iam]' boto3 && python3 scripts/record-stacks.py
"""

import json
import os
import pathlib

os.environ.update(AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_DEFAULT_REGION="us-east-1")

import boto3
import moto
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends

FOLDER = pathlib.Path(__file__).parent.parent / "__tests__/readers/cloudformation/stacks"
# Without dates and IDs, which differ each time.
ROLE = ["RoleName", "Arn", "AssumeRolePolicyDocument", "InstanceProfileList", "RolePolicyList", "AttachedManagedPolicies", "PermissionsBoundary"]
POLICY = ["PolicyName", "Arn", "DefaultVersionId", "PolicyVersionList"]


def kept(value, keys):
    return {key: value[key] for key in keys if key in value}


def role_of(detail):
    profiles = [kept(profile, ["InstanceProfileName", "Arn"]) for profile in detail.get("InstanceProfileList", [])]
    return {**kept(detail, ROLE), "InstanceProfileList": profiles}


def policy_of(detail):
    versions = [kept(version, ["Document", "VersionId", "IsDefaultVersion"]) for version in detail["PolicyVersionList"]]
    return {**kept(detail, POLICY), "PolicyVersionList": versions}


def as_texts():
    """moto stores the inline policies of a stack's role as maps and fails when asked for them."""
    for role in iam_backends[DEFAULT_ACCOUNT_ID]["aws"].roles.values():
        for name, document in role.policies.items():
            if not isinstance(document, str):
                role.policies[name] = json.dumps(document)


def record(name, parameters):
    with moto.mock_aws():
        cloudformation, iam = boto3.client("cloudformation"), boto3.client("iam")
        cloudformation.create_stack(
            StackName="stack",
            TemplateBody=(FOLDER / f"{name}.yaml").read_text(),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        resources = cloudformation.describe_stack_resources(StackName="stack")["StackResources"]
        as_texts()
        details = iam.get_account_authorization_details(Filter=["Role", "LocalManagedPolicy"])
        return {
            "parameters": parameters,
            "roles": {
                one["LogicalResourceId"]: one["PhysicalResourceId"]
                for one in resources
                if one.get("ResourceType") == "AWS::IAM::Role"
            },
            "details": {
                "RoleDetailList": [role_of(detail) for detail in details["RoleDetailList"]],
                "Policies": [policy_of(detail) for detail in details["Policies"]],
            },
        }


runs = json.loads((FOLDER / "runs.json").read_text())
recorded = {name: [record(name, parameters) for parameters in given] for name, given in runs.items()}
(FOLDER / "recorded.json").write_text(json.dumps(recorded, indent=1, default=str) + "\n")
print(f"moto {moto.__version__}: {sum(len(given) for given in runs.values())} stacks recorded")
