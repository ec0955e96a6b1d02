import type { Policy, PolicyDocument, Role } from "../../iam/model.js";
import { type JsonValue, property } from "../../source/json-node.js";
import type { Unresolved } from "../../source/node.js";
import { type Attachments, attachmentsOf } from "./attachments.js";
import { listIn, objectIn, type PlannedResource, textIn } from "./plan.js";
import { documentPolicy, policiesByArn } from "./policies.js";
import type { Reading } from "./reading.js";

/** The roles of a plan as they will be after the apply, deleted ones marked, and roles that it only attaches to. */
export function planRoles(reading: Reading): readonly Role[] {
  const roles = reading.plan.resources.filter(
    ({ type, address }) => type === "aws_iam_role" && !address.includes("data."),
  );
  const attachments = attachmentsOf(
    reading,
    roles.filter(({ deleted }) => !deleted),
  );
  return [
    ...roles.map((role) => new RoleBuilder(reading, role, attachments).build()),
    ...[...attachments.outside].map(([name, policies]) => outsideRole(reading, name, policies)),
  ];
}

const MARKER_TAG = "worker-iam-check";

class RoleBuilder {
  constructor(
    private readonly reading: Reading,
    private readonly role: PlannedResource,
    private readonly attachments: Attachments,
  ) {}

  build(): Role {
    const { role, reading } = this;
    const sensitiveName = property(role.sensitive, "name") === true;
    return {
      id: role.address,
      name: sensitiveName ? null : textIn(role.values, "name") || null,
      format: "terraform-plan",
      place: reading.sources.placeOf(role),
      file: reading.file,
      marker: this.marker(),
      variants: [
        {
          when: null,
          policies: [
            ...this.inlinePolicies(),
            ...this.managedPolicies(),
            ...(this.attachments.policies.get(role) ?? []),
          ],
          boundary: this.boundary(),
          trust: this.trust(),
        },
      ],
      instanceProfile: this.attachments.profiles.get(role) ?? false,
      removed: role.deleted,
    };
  }

  private marker(): Role["marker"] {
    const tags = { ...objectIn(this.role.values, "tags_all"), ...objectIn(this.role.values, "tags") };
    const text = textIn(tags, MARKER_TAG);
    return text === "" ? null : { text, place: this.reading.sources.placeOf(this.role) };
  }

  private trust(): PolicyDocument | Unresolved {
    return this.reading.documents.read(this.role, ["assume_role_policy"], "trust");
  }

  /** Whether the configuration sets an attribute. The provider computes unset ones from what is attached before the apply. */
  private isConfigured(attribute: string): boolean {
    const config = this.reading.links.configOf(this.role);
    return config === undefined || property(objectIn(config, "expressions"), attribute) !== undefined;
  }

  private inlinePolicies(): readonly Policy[] {
    if (!this.isConfigured("inline_policy")) return [];
    const place = this.reading.sources.placeOf(this.role);
    if (property(this.role.unknown, "inline_policy") === true) {
      return [
        { kind: "unresolved", name: "inline_policy", expression: `inline_policy of ${this.role.address}`, place },
      ];
    }
    return listIn(this.role.values, "inline_policy").flatMap((block, index): readonly Policy[] => {
      const unknown = property(this.role.unknown, "inline_policy");
      const open: JsonValue | undefined = Array.isArray(unknown) ? unknown[index] : undefined;
      const empty = textIn(block, "policy") === "" && (open === undefined || Object.keys(open ?? {}).length === 0);
      if (empty) return [];
      const name = textIn(block, "name") || "inline_policy";
      return [documentPolicy(this.reading, this.role, ["inline_policy", index, "policy"], name, "inline")];
    });
  }

  private managedPolicies(): readonly Policy[] {
    if (!this.isConfigured("managed_policy_arns")) return [];
    return policiesByArn(this.reading, this.role, "managed_policy_arns");
  }

  private boundary(): Policy | null {
    const arn = property(this.role.values, "permissions_boundary");
    if (
      property(this.role.unknown, "permissions_boundary") !== true &&
      (arn === null || arn === undefined || arn === "")
    )
      return null;
    return policiesByArn(this.reading, this.role, "permissions_boundary")[0] ?? null;
  }
}

/** A role that the plan attaches to and does not hold: what else it has is not known. */
function outsideRole(reading: Reading, name: string, policies: readonly Policy[]): Role {
  const place = policies[0]?.place ?? { kind: "file", file: reading.file };
  const rest: Policy = {
    kind: "unresolved",
    name: "other policies",
    expression: `role ${name} is not in this plan`,
    place,
  };
  return {
    id: name,
    name,
    format: "terraform-plan",
    place,
    file: reading.file,
    marker: null,
    variants: [
      {
        when: null,
        policies: [...policies, rest],
        boundary: null,
        trust: { kind: "unresolved", expression: `role ${name} is not in this plan` },
      },
    ],
    instanceProfile: null,
    removed: false,
  };
}
