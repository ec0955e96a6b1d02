import type { PolicyCondition } from "../iam/requests.js";
import { servicePrincipal, type TrustedService } from "../iam/verdict.js";
import { type LeastDocument, type LeastRole, pascalCase, TRUSTED_SERVICE } from "./least-role.js";

const APPLIANCE_PARAMETER = `  ApplianceArn:
    Type: String
    Description: ARN of the backup appliance's impersonation role, or of its account
`;

const serviceParameter = ({ partition }: LeastRole): string => `  TrustedService:
    Type: String
    Default: ${servicePrincipal("ec2", partition)}
    Description: ${TRUSTED_SERVICE}
`;

/** A CloudFormation template with each role, its policies, and, if EC2 assumes it, its instance profile. */
export function rolesAsCloudFormation(roles: readonly LeastRole[]): string {
  const appliance = roles.some(({ appliance }) => appliance === "fill-in") ? APPLIANCE_PARAMETER : "";
  const open = roles.find(({ isTrustOpen }) => isTrustOpen);
  const service = open === undefined ? "" : serviceParameter(open);
  const parameters = appliance + service === "" ? "" : `Parameters:\n${appliance}${service}`;
  return `AWSTemplateFormatVersion: "2010-09-09"\n${parameters}Resources:\n${roles.map(resourcesOf).join("")}`;
}

function resourcesOf({ words, documents, services, appliance, isTrustOpen }: LeastRole): string {
  const id = pascalCase(words);
  return `  ${id}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
${appliance === null ? "" : trustStatement(`AWS: ${appliance === "fill-in" ? "!Ref ApplianceArn" : JSON.stringify(appliance)}`)}${services.map((service) => trustStatement(`Service: ${principal(service)}`)).join("")}${isTrustOpen ? trustStatement("Service: !Ref TrustedService") : ""}${documents
  .map((document, index) => policy(id, `${id}Policy${documents.length === 1 ? "" : index + 1}`, document))
  .join("")}${services.includes("ec2") ? instanceProfile(id) : ""}`;
}

/** The principal of a service. CloudFormation provides the suffix of the partition that it deploys to. */
function principal(service: TrustedService): string {
  return service === "ec2" ? '!Sub "ec2.${AWS::URLSuffix}"' : service;
}

function trustStatement(who: string): string {
  return `          - Effect: Allow
            Principal:
              ${who}
            Action: sts:AssumeRole
`;
}

function policy(id: string, policyId: string, document: LeastDocument): string {
  const statements = document.Statement.map(
    ({ Sid, Action, Resource, Condition }) => `          - Sid: ${Sid}
            Effect: Allow
            Action:
${Action.map((action) => `              - ${action}\n`).join("")}            Resource:${resources(Resource)}
${conditions(Condition)}`,
  );
  return `  ${policyId}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles:
        - !Ref ${id}Role
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
${statements.join("")}`;
}

function resources(resource: "*" | readonly string[]): string {
  if (resource === "*") return ' "*"';
  return resource.map((arn) => `\n              - ${JSON.stringify(arn)}`).join("");
}

function conditions(condition: PolicyCondition = {}): string {
  const operators = Object.entries(condition).map(([operator, keys]) => {
    const lines = Object.entries(keys).map(([key, value]) => `                ${key}: ${JSON.stringify(value)}\n`);
    return `              ${operator}:\n${lines.join("")}`;
  });
  return operators.length === 0 ? "" : `            Condition:\n${operators.join("")}`;
}

function instanceProfile(id: string): string {
  return `  ${id}Profile:
    Type: AWS::IAM::InstanceProfile
    Properties:
      Roles:
        - !Ref ${id}Role
`;
}
