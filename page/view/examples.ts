import template from "../../examples/cloudformation/failing/worker-roles.yaml";
import policy from "../../examples/policy-json/failing/veeam-backup.json" with { type: "json" };
import main from "../../examples/terraform-source/failing/main.tf";
import values from "../../examples/terraform-source/failing/terraform.tfvars";
import module from "../../examples/terraform-source/failing/worker-role/main.tf";
import { brokenBlock } from "./broken-block.js";

interface Example {
  readonly title: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export const EXAMPLES: readonly Example[] = [
  { title: "a block copied from the vendor's page", files: [{ path: "policy.json", text: brokenBlock() }] },
  { title: "a policy", files: [{ path: "veeam-backup.json", text: `${JSON.stringify(policy, null, 2)}\n` }] },
  { title: "a CloudFormation template", files: [{ path: "worker-roles.yaml", text: template }] },
  {
    title: "Terraform",
    files: [
      { path: "main.tf", text: main },
      { path: "terraform.tfvars", text: values },
      { path: "worker-role/main.tf", text: module },
    ],
  },
];
