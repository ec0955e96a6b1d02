import { roleWord } from "./action-draft.js";
import { inSource, isStale } from "./in-source.js";
import type { Draft, RoleRule } from "./rule.js";

export const instanceProfileMissing: RoleRule = {
  id: "instance-profile-missing",
  defaultSeverity: "warning",
  summary:
    "A declared role for worker instances that has no instance profile, has one only under a condition, or shares one with other roles.",
  check(evaluated) {
    const { role, kinds, before, sharedWith } = evaluated;
    const crowded = role.crowdedProfile;
    if (crowded !== undefined)
      return [
        {
          severity: "error",
          role: role.id,
          kind: null,
          actions: [],
          message: `instance profile ${crowded.name} names ${crowded.roles} roles, ${roleWord(role)} among them: AWS allows only one, so the deployment fails`,
          help: "give each role its own instance profile",
          place: crowded.place,
          related: [],
        },
      ];
    const attached = kinds.find(({ kind }) => kind.trust.includes("ec2"));
    if (attached === undefined) return [];
    const { profileLackedWhere: where } = role;
    // If the base had a profile, weakened-action reports this.
    if (where !== undefined && (role.instanceProfile === true || before?.instanceProfile !== true))
      return [
        {
          role: role.id,
          kind: attached.kind.name,
          actions: [],
          message: `${roleWord(role)} has no instance profile if ${where}, so no worker instance can use it then`,
          help: "create the profile for every outcome of the template's conditions, or set their parameters under `parameters` in the configuration",
          place: role.place,
          related: [],
        },
      ];
    if (role.instanceProfile !== false) return [];
    const ofTemplate = role.isCliOutput === true ? "instance profile" : "AWS::IAM::InstanceProfile";
    const resource = role.format.startsWith("terraform-") ? "aws_iam_instance_profile" : ofTemplate;
    const lacking = role.variants.flatMap(({ varFile }) =>
      varFile === undefined || role.profiledWith?.includes(varFile.path) === true ? [] : [varFile.path],
    );
    const lost = lacking.filter((path) => before?.profiledWith?.includes(path));
    const named = lost.length > 0 || lacking.length === role.variants.length ? lost : lacking;
    const withFiles = named.length === 0 ? "" : ` with ${named.join(", ")}`;
    const others = sharedWith?.([role.place], "trust ec2") ?? "";
    const had = before?.instanceProfile === true || lost.length > 0;
    const draft: Draft = {
      ...(had ? { severity: "error" as const } : {}),
      role: role.id,
      kind: attached.kind.name,
      actions: [],
      message: `${roleWord(role)} has no instance profile${withFiles}${had ? `, which it had ${before?.where}` : ""}, so no worker instance can use it`,
      help: `add an ${resource} that names the role${others && `; if you add it where the role is defined, it also gives ${others} an instance profile`}`,
      place: role.place,
      related: [],
      remedy: { kind: "add-instance-profile", role, others },
    };
    return [
      isStale(evaluated) && role.renewed?.()?.instanceProfile === true ? inSource(draft, "already has one") : draft,
    ];
  },
};
